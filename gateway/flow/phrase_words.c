/*
 * The words of families and phones.  What is here in a language was written
 * down from what its speakers commonly write in texts, and wants a second
 * speaker's look; whatever is not here is simply read by a person.
 *
 * Left out on purpose: words that answer a question ("yes", "sí", "vâng",
 * "aane", "हजुर" by itself), because then something is said.
 */

#include <stddef.h>

#include "flow/phrase_words.h"

const struct phrase_row phrase_rows[] = {
	/* English. */
	{ "en", PHRASE_THANKS, "thank you,thank u,thankyou,thanks,thank yu,"
	    "thanx,thx,thnx,tnx,ty,tyvm,tysm,many thanks,appreciated,"
	    "i appreciate it,we appreciate it,appreciate it,appreciate you,"
	    "i appreciate you,we appreciate you,i really appreciate it,"
	    "much appreciated,god bless,god bless you,bless you" },
	{ "en", PHRASE_FINE, "ok,okay,okey,oki,okie,okie dokie,k,kk,alright,"
	    "all right,got it,i got it,gotcha,understood,i understand,noted,"
	    "received,sounds good,sounds great,will do,great,perfect,awesome,"
	    "wonderful,excellent,cool,good to know,great news,thats great,"
	    "no problem,no worries,youre welcome,you are welcome,"
	    "your welcome" },
	{ "en", PHRASE_MORE, "so much,very much,a lot,again,oh,ah,wow,yay,and,"
	    "you too,u too,same to you,hi,hello,sir,maam,miss,teacher,"
	    "everyone,you all,yall,all,bye,take care,good morning,"
	    "good afternoon,good evening,good night,have a good day,"
	    "have a great day,have a nice day,have a wonderful day,"
	    "have a blessed day,have a good night,have a good evening,"
	    "have a good one,have a good weekend,have a great weekend,"
	    "have a nice weekend" },
	{ "en", PHRASE_MORE, "for letting me know,for letting us know,"
	    "for telling me,for the info,for the information,for the update,"
	    "for the updates,for the reminder,for the heads up,for the message,"
	    "for your message,for the text,for your help,for all your help,"
	    "for the help,for everything,for all you do,for your time,"
	    "for reaching out,for your support,for the quick response,"
	    "for understanding,for your understanding" },
	{ "en", PHRASE_TITLE, "ms,mrs,mr" },
	{ "en", PHRASE_REACTION, "liked,loved,disliked,laughed at,emphasized,"
	    "emphasised,questioned,reacted to,reacted with a sticker to,"
	    "reacted with to,removed from,removed a like from,"
	    "removed a heart from,removed a dislike from,removed a laugh from,"
	    "removed an exclamation from,removed a question mark from,"
	    "removed a reaction from,removed a sticker from" },
	{ "en", PHRASE_REACTION_TO, "to,from" },
	{ "en", PHRASE_PICTURE, "an image,a photo,a picture,a movie,a video,"
	    "an attachment,an audio message,a sticker" },
	{ "en", PHRASE_WRONG_NUMBER, "wrong number,sorry wrong number,"
	    "you have the wrong number,you got the wrong number,"
	    "you have a wrong number,this is the wrong number,"
	    "this is a wrong number,sorry you have the wrong number,"
	    "i think you have the wrong number,wrong person" },

	/* Spanish. */
	{ "es", PHRASE_THANKS, "gracias,grasias,grax,muchas gracias,"
	    "muchisimas gracias,mil gracias,se lo agradezco,le agradezco,"
	    "te agradezco,se agradece,se los agradezco,agradecida,agradecido,"
	    "agradecidos,muy agradecida,muy agradecido,muy agradecidos,"
	    "bendiciones,dios le bendiga,dios la bendiga,dios lo bendiga,"
	    "dios los bendiga,dios te bendiga,que dios le bendiga,"
	    "que dios la bendiga,que dios los bendiga" },
	{ "es", PHRASE_FINE, "ok,okay,okey,oki,vale,listo,entendido,"
	    "de acuerdo,esta bien,muy bien,perfecto,excelente,enterada,"
	    "enterado,enterados,recibido,anotado,super,genial,buenisimo,"
	    "de nada,con gusto,igualmente,sin problema" },
	{ "es", PHRASE_MORE, "muy amable,y,a usted,a ustedes,usted tambien,"
	    "ustedes tambien,hola,amen,maestra,maestro,profe,profesora,"
	    "profesor,senora,senor,senorita,miss,mis,saludos,hasta luego,"
	    "buen dia,buenos dias,buenas tardes,buenas noches,buenas,"
	    "feliz dia,lindo dia,feliz tarde,que tenga buen dia,"
	    "que tenga un buen dia,que tenga bonito dia,que tenga lindo dia,"
	    "que tenga un lindo dia,que tengan buen dia,"
	    "que tengan un buen dia,que pase buen dia,buen fin de semana,"
	    "por todo,de antemano" },
	{ "es", PHRASE_MORE, "por avisar,por avisarme,por avisarnos,"
	    "por la informacion,por la info,por informar,por informarme,"
	    "por informarnos,por el aviso,por el recordatorio,"
	    "por recordarme,por recordarnos,por el mensaje,por su mensaje,"
	    "por su ayuda,por la ayuda,por su apoyo,por el apoyo,"
	    "por su tiempo,por su atencion,por responder,por su respuesta,"
	    "por hacermelo saber,por dejarme saber" },
	{ "es", PHRASE_TITLE, "sra,srta,sr" },
	{ "es", PHRASE_REACTION, "le gusto,le encanto,no le gusto,se rio de,"
	    "le dio risa,le hizo gracia,enfatizo,exclamo por,destaco,"
	    "cuestiono,pregunto por,reacciono a,reacciono con a,"
	    "le ha gustado,le ha encantado,no le ha gustado,se ha reido de,"
	    "ha enfatizado,ha cuestionado,ha reaccionado a,"
	    "ha reaccionado con a,elimino de,quito de,elimino un me gusta de,"
	    "quito un me gusta de,elimino el me gusta de,quito el me gusta de,"
	    "elimino un corazon de,quito un corazon de,"
	    "elimino el corazon de,quito el corazon de,"
	    "elimino una reaccion de,quito una reaccion de" },
	{ "es", PHRASE_REACTION_TO, "a,de" },
	{ "es", PHRASE_PICTURE, "una imagen,una foto,un video,una pelicula,"
	    "un archivo adjunto,un mensaje de audio,un audio,un sticker" },
	{ "es", PHRASE_WRONG_NUMBER, "numero equivocado,"
	    "perdon numero equivocado,tiene el numero equivocado,"
	    "es numero equivocado,es un numero equivocado,"
	    "este es un numero equivocado,se equivoco de numero,"
	    "esta equivocado de numero,persona equivocada" },

	/* Portuguese, mostly of Brazil. */
	{ "pt", PHRASE_THANKS, "obrigado,obrigada,obrigadao,obg,obgd,obgda,"
	    "brigado,brigada,muito obrigado,muito obrigada,agradeco,"
	    "agradecida,agradecido,valeu,vlw,gratidao,"
	    "eu agradeco,nos agradecemos,deus abencoe,deus te abencoe,"
	    "deus lhe abencoe,que deus abencoe" },
	{ "pt", PHRASE_FINE, "ok,okay,ta bom,ta bem,ta certo,ta ok,esta bem,"
	    "esta bom,tudo bem,certo,entendi,entendido,combinado,perfeito,"
	    "otimo,beleza,blz,ciente,estou ciente,recebido,de nada,"
	    "por nada,imagina,sem problema,maravilha,legal" },
	{ "pt", PHRASE_MORE, "muito,mesmo,pela informacao,pelas informacoes,"
	    "por avisar,por me avisar,por informar,por me informar,"
	    "pelo aviso,pelo lembrete,pela mensagem,pela ajuda,por tudo,"
	    "pela atencao,pelo carinho,pelo retorno,pela resposta,"
	    "professora,professor,prof,profa,pro,tia,senhora,senhor,oi,ola,"
	    "bom dia,boa tarde,boa noite,um bom dia,um otimo dia,"
	    "tenha um bom dia,tenha um otimo dia,otimo dia,"
	    "bom fim de semana,bom final de semana,e,igualmente,amem,"
	    "abraco,abracos,um abraco" },
	{ "pt", PHRASE_TITLE, "sra,sr" },
	{ "pt", PHRASE_REACTION, "gostou de,gostou,amou,adorou,curtiu,"
	    "nao gostou de,nao gostou,riu de,achou graca de,enfatizou,"
	    "questionou,reagiu a,reagiu com a,removeu de,"
	    "removeu um gostei de,removeu uma curtida de,"
	    "removeu um coracao de,removeu uma reacao de" },
	{ "pt", PHRASE_REACTION_TO, "a,para,de" },
	{ "pt", PHRASE_PICTURE, "uma imagem,uma foto,um video,um filme,"
	    "um anexo,uma mensagem de audio,um audio,uma figurinha" },
	{ "pt", PHRASE_WRONG_NUMBER, "numero errado,desculpe numero errado,"
	    "voce esta com o numero errado,esse numero esta errado,"
	    "pessoa errada" },

	/* Vietnamese. */
	{ "vi", PHRASE_THANKS, "cam on,cam on nhieu,cam on rat nhieu,"
	    "xin cam on,xin chan thanh cam on,chan thanh cam on,cam ta,"
	    "xin cam ta,cam on ban,biet on" },
	{ "vi", PHRASE_FINE, "ok,okay,oke,duoc roi,da hieu,hieu roi,"
	    "toi hieu roi,toi da hieu,da nhan,da nhan duoc,da ro,ro roi,"
	    "tot qua,tuyet voi,khong co gi,khong sao" },
	{ "vi", PHRASE_MORE, "da,a,nhe,nha,co,thay,co giao,thay giao,thay co,"
	    "cac thay co,quy thay co,cac co,nha truong,quy truong,truong,"
	    "anh,chi,em,ban,toi,minh,con,chung toi,gia dinh,gia dinh toi,"
	    "nhieu,rat nhieu,nhieu lam,lam,xin,vi da thong bao,da thong bao,"
	    "da bao,da bao tin,da cho biet,da nhac,vi thong tin,"
	    "vi su giup do,da giup,da giup do,chao co,chao thay,"
	    "chuc co mot ngay tot lanh,chuc thay mot ngay tot lanh,"
	    "chuc mot ngay tot lanh,chuc ngu ngon" },
	{ "vi", PHRASE_REACTION, "da thich,da yeu thich,da khong thich,"
	    "da cuoi,da cuoi voi,da cuoi vi,da nhan manh,da dat cau hoi ve,"
	    "da dat cau hoi cho,da bay to cam xuc ve,da bay to cam xuc voi,"
	    "da phan ung voi,da tha tim" },
	{ "vi", PHRASE_REACTION_TO, "cho,toi,voi,den" },
	{ "vi", PHRASE_PICTURE, "mot hinh anh,mot anh,mot video,"
	    "mot tep dinh kem" },
	{ "vi", PHRASE_WRONG_NUMBER, "nham so,nham so roi,nham so roi a,"
	    "sai so,sai so roi,ban nham so roi,ban nhan nham so roi" },

	/* Haitian Creole. */
	{ "ht", PHRASE_THANKS, "mesi,mesi anpil,mesi bokou,msi,mesi w,"
	    "mwen remesye w,mwen remesye ou,m remesye w,m remesye ou,"
	    "mwen remesye nou,bondye beni w,bondye beni ou,bondye beni nou,"
	    "granmesi" },
	{ "ht", PHRASE_FINE, "ok,oke,okay,dako,dakor,trebyen,tre byen,"
	    "mwen konprann,m konprann,mwen resevwa l,m resevwa l,"
	    "pa gen pwoblem,pa gen pwoblem non,padekwa,pa dekwa" },
	{ "ht", PHRASE_MORE, "anpil,bokou,wi mesi,madam,mesye,mis,pwofese,"
	    "direktris,direkte,bonjou,bonswa,bon jounen,bonn jounen,"
	    "pase bon jounen,pase yon bon jounen,bon nwit,"
	    "pou enfomasyon an,pou enfomasyon yo,pou mesaj la,"
	    "pou ed la,pou ed ou,pou tout bagay,"
	    "paske ou fe m konnen,dawe ou fe m konnen,ou menm tou,amen" },
	{ "ht", PHRASE_WRONG_NUMBER, "move nimewo,se move nimewo,"
	    "ou gen move nimewo,nimewo a pa bon,se pa bon nimewo a" },

	/* Albanian. */
	{ "sq", PHRASE_THANKS, "faleminderit,faleminderit shume,"
	    "shume faleminderit,falemnderit,falenderit,falimenderit,flm,"
	    "ju faleminderit,te faleminderit,ju falenderoj,ju falenderojme,"
	    "te falenderoj,rrofsh,rrofshi,ju lumte" },
	{ "sq", PHRASE_FINE, "ok,okej,ne rregull,ne regull,dakord,mire,"
	    "shume mire,u kuptua,kuptova,e kuptova,perfekt,e mora,"
	    "s ka gje,ska gje,ska problem,s ka problem" },
	{ "sq", PHRASE_MORE, "shume,mesuese,mesues,zonje,zonja,zoteri,"
	    "pershendetje,miredita,mirembrema,mirmengjes,naten e mire,"
	    "dite te mbare,diten e mire,edhe ju,gjithe te mirat,"
	    "per informacionin,per njoftimin,per lajmerimin,per ndihmen,"
	    "per gjithcka,per mesazhin,per kohen tuaj" },
	{ "sq", PHRASE_WRONG_NUMBER, "numer i gabuar,numri i gabuar,"
	    "keni numrin e gabuar,e keni gabim numrin,keni gabuar numrin" },

	/* Arabic. */
	{ "ar", PHRASE_THANKS, "شكرا,وشكرا,شكرا لك,شكرا لكم,شكرا جزيلا,"
	    "شكرا جزيلا لك,شكرا جزيلا لكم,شكرا كثيرا,الف شكر,مشكور,مشكورة,"
	    "مشكورين,اشكركم,اشكرك,نشكركم,جزاك الله خيرا,جزاكم الله خيرا,"
	    "جزاك الله خير,جزاكم الله خير,جزاكي الله خيرا,بارك الله فيك,"
	    "بارك الله فيكم,الله يبارك فيكم,الله يعطيك العافية,"
	    "الله يعطيكم العافية,يعطيك العافية,يعطيكم العافية,تسلم,تسلمي,"
	    "تسلموا,الله يسلمك,ممنون,ممنونة" },
	{ "ar", PHRASE_FINE, "تمام,حسنا,اوكي,اوك,اوكيه,ok,مفهوم,فهمت,ماشي,"
	    "طيب,تم,ممتاز,وصل,وصلت,عفوا,العفو,على الرحب والسعة,لا مشكلة" },
	{ "ar", PHRASE_MORE, "لك,لكم,جدا,جزيلا,كثيرا,يا,استاذة,استاذ,معلمة,"
	    "معلم,معلمتي,انسة,حضرة,السلام عليكم,السلام عليكم ورحمة الله,"
	    "وعليكم السلام,صباح الخير,مساء الخير,مرحبا,يوم سعيد,"
	    "يومك سعيد,مع السلامة,تحياتي,على المعلومات,على المعلومة,"
	    "على التنبيه,على التذكير,على الرسالة,على المساعدة,"
	    "على مساعدتكم,على اهتمامكم,على تعاونكم,لاهتمامكم,لتعاونكم,"
	    "على كل شيء,على وقتك" },
	{ "ar", PHRASE_REACTION, "اعجب ب,اعجبه,اعجبها,احب,احبت,ابدى اعجابه ب,"
	    "لم يعجب ب,لم يعجبه,ضحك على,ضحك من,اكد على,استفسر عن,تساءل عن,"
	    "تفاعل ب مع,تفاعل مع" },
	{ "ar", PHRASE_REACTION_TO, "على,الى,ل,مع" },
	{ "ar", PHRASE_PICTURE, "صورة,فيديو,مرفق" },
	{ "ar", PHRASE_WRONG_NUMBER, "رقم خاطي,الرقم خاطي,رقم غلط,الرقم غلط,"
	    "رقم خطا,الرقم خطا,هذا رقم خاطي" },

	/* Nepali, also in Latin letters. */
	{ "ne", PHRASE_THANKS, "धन्यवाद,धन्यबाद,धेरै धन्यवाद,धेरै धेरै धन्यवाद,"
	    "आभारी छु,आभारी छौं,dhanyabad,dhanyabaad,dhanyawad,dhanyavad,"
	    "dherai dhanyabad,dherai dhanyabaad" },
	{ "ne", PHRASE_FINE, "ठीक छ,ठिक छ,हुन्छ,बुझें,बुझे,बुझेँ,बुझियो,हस,हस्,"
	    "ओके,ok,thik cha,thik chha,huncha,hunchha,hus,has,bujhe" },
	{ "ne", PHRASE_MORE, "धेरै,हजुर,म्याम,म्याडम,सर,"
	    "मिस,शिक्षक,गुरु,गुरुआमा,"
	    "नमस्ते,नमस्कार,शुभ दिन,शुभ रात्री,हजुरलाई,तपाईंलाई,तपाईलाई,"
	    "यहाँलाई,जानकारीको लागि,जानकारीका लागि,सहयोगको लागि,"
	    "सन्देशको लागि,खबरको लागि,dherai,mam,maam,sir,miss,namaste,"
	    "hajurlai,tapailai" },
	{ "ne", PHRASE_WRONG_NUMBER, "गलत नम्बर,गलत नम्बर हो,"
	    "यो गलत नम्बर हो,galat number,galat number ho" },

	/* Pashto. */
	{ "ps", PHRASE_THANKS, "مننه,ډېره مننه,ډیره مننه,ډېره ډېره مننه,"
	    "مننه کوم,مننه کوو,له تاسو مننه,ستاسو مننه,تشکر,ډېر تشکر,"
	    "ډیر تشکر,کور مو ودان,کور دې ودان,کور دی ودان,خدای دې خیر درکړي" },
	{ "ps", PHRASE_FINE, "سمه ده,سمده,ښه,ښه ده,صحیح,صحیح ده,پوه شوم,"
	    "ok,اوکی,هیله کوم" },
	{ "ps", PHRASE_MORE, "ډېره,ډیره,ډېر,ډیر,استاد,استاده,ښوونکی,ښوونکې,"
	    "معلم,معلمه,ښاغلی,ښاغلې,ستاسو,له تاسو,له تاسو څخه,سلام,سلامونه,"
	    "السلام علیکم,د معلوماتو لپاره,د مرستې لپاره,د پیغام لپاره,"
	    "د خبرتیا لپاره" },
	{ "ps", PHRASE_WRONG_NUMBER, "غلط نمبر,غلطه شمېره,دا غلط نمبر دی,"
	    "دا غلطه شمېره ده" },

	/* Twi. */
	{ "ak", PHRASE_THANKS, "meda wo ase,meda mo ase,medaase,medase,"
	    "meda ase,me da wo ase,me da mo ase,yɛda wo ase,yɛda mo ase,"
	    "yeda wo ase,yeda mo ase,yɛdaase,yedaase,"
	    "mo ne adwuma,onyame nhyira wo,"
	    "nyame nhyira wo,nyame nhyira mo,onyankopɔn nhyira wo" },
	{ "ak", PHRASE_FINE, "yoo,ok,okay,ɛyɛ,ɛye,mate,mate aseɛ,mate ase" },
	{ "ak", PHRASE_MORE, "paa,papa,pii,bebree,dodo,ne,tikyani,teacher,"
	    "madam,sir,owura,awuraa,maame,maakye,maaha,maadwo,da yie" },

	/* More languages of the city's families. */
	{ "fr", PHRASE_THANKS, "merci,merci beaucoup,merci bien,mille mercis,"
	    "un grand merci,je vous remercie" },
	{ "fr", PHRASE_FINE, "ok,daccord,tres bien,compris,bien compris,"
	    "bien recu,parfait,entendu,cest note,super,de rien" },
	{ "fr", PHRASE_MORE, "beaucoup,madame,monsieur,maitresse,et,bonjour,"
	    "bonsoir,bonne journee,bonne soiree,a vous aussi,a vous,"
	    "pour linformation,pour linfo,pour votre aide,pour votre message,"
	    "pour tout" },
	{ "fr", PHRASE_REACTION, "a aime,a adore,na pas aime,a ri de,a ri a,"
	    "a rigole a,a mis en evidence,a insiste sur,a souligne,"
	    "sest interroge sur,a remis en question,a reagi a,"
	    "a reagi avec a,a retire de,a supprime de" },
	{ "fr", PHRASE_REACTION_TO, "a,de,pour" },
	{ "fr", PHRASE_PICTURE, "une image,une photo,une video,un film,"
	    "une piece jointe,un message audio" },
	{ "fr", PHRASE_WRONG_NUMBER, "mauvais numero,cest un mauvais numero,"
	    "faux numero,vous avez le mauvais numero" },
	{ "sw", PHRASE_THANKS, "asante,asante sana,asanteni,shukrani,ahsante,"
	    "ahsante sana" },
	{ "sw", PHRASE_FINE, "ok,sawa,sawa sawa,nimeelewa,karibu" },
	{ "sw", PHRASE_MORE, "sana,mwalimu,na,siku njema" },
	{ "fa", PHRASE_THANKS, "تشکر,تشکر زیاد,ممنون,خیلی ممنون,سپاس,"
	    "متشکرم,سپاسگزارم" },
	{ "fa", PHRASE_FINE, "درست است,خوب است,باشه,صحیح است,فهمیدم,ok" },
	{ "fa", PHRASE_MORE, "زیاد,خیلی,استاد,معلم صاحب,از شما,سلام" },
	{ "zh", PHRASE_THANKS, "谢谢,謝謝,谢谢老师,謝謝老師,谢谢您,謝謝您,"
	    "多谢,多謝,好的谢谢,好的謝謝,非常感谢,感谢" },
	{ "zh", PHRASE_FINE, "好的,好,收到,明白,明白了,知道了,ok" },
	{ "so", PHRASE_THANKS, "mahadsanid,aad baad u mahadsan tahay,"
	    "waad mahadsan tahay" },
	{ "so", PHRASE_FINE, "ok,waa hagaag,hagaag" },
	{ "am", PHRASE_THANKS, "አመሰግናለሁ,እናመሰግናለን,በጣም አመሰግናለሁ" },
	{ "am", PHRASE_FINE, "እሺ,ok" },
	{ "ti", PHRASE_THANKS, "የቐንየለይ,የቐንየልና" },
	{ "uk", PHRASE_THANKS, "дякую,дуже дякую,щиро дякую" },
	{ "uk", PHRASE_FINE, "ок,добре,зрозуміло" },
	{ "ru", PHRASE_THANKS, "спасибо,большое спасибо,спасибо большое,"
	    "благодарю" },
	{ "ru", PHRASE_FINE, "ок,хорошо,понятно" },
	/* More ways to say that it is the wrong number. */
	{ "en", PHRASE_WRONG_NUMBER, "wrong num,wrong phone number,"
	    "you are texting the wrong number,"
	    "youre texting the wrong number,"
	    "you are texting the wrong person,you have the wrong person,"
	    "this is not the right number,i think this is the wrong number,"
	    "i believe you have the wrong number,"
	    "sorry this is the wrong number,"
	    "sorry i think you have the wrong number,hi wrong number,"
	    "no wrong number,sorry you got the wrong number,"
	    "sorry wrong person,not my number" },
	{ "es", PHRASE_WRONG_NUMBER, "perdone numero equivocado,"
	    "disculpe numero equivocado,lo siento numero equivocado,"
	    "creo que tiene el numero equivocado,"
	    "creo que se equivoco de numero,se ha equivocado de numero,"
	    "tienen el numero equivocado,usted tiene el numero equivocado,"
	    "tiene numero equivocado,numero incorrecto,"
	    "este no es el numero correcto,perdon se equivoco de numero" },
	{ "pt", PHRASE_WRONG_NUMBER, "numero incorreto,"
	    "numero errado desculpe,voce mandou para o numero errado,"
	    "mandou para o numero errado,mandaram para o numero errado,"
	    "acho que voce esta com o numero errado,este numero esta errado,"
	    "voce tem o numero errado,este nao e o numero certo" },
	{ "vi", PHRASE_WRONG_NUMBER, "nhan nham so,nhan nham so roi,"
	    "gui nham so,gui nham so roi,gui nham so roi a,"
	    "ban gui nham so roi,co nham so roi,"
	    "nham nguoi,nham nguoi roi,sai nguoi roi,sai so dien thoai,"
	    "nham so dien thoai,xin loi nham so,xin loi nham so roi,"
	    "day khong phai so cua toi" },
	{ "ht", PHRASE_WRONG_NUMBER, "nimewo sa a pa bon,ou fe move nimewo,"
	    "ou tronpe nimewo,ou tronpe w nimewo,se pa nimewo mwen,"
	    "padon move nimewo,eskize m move nimewo,se yon move nimewo,"
	    "nou gen move nimewo,se pa bon moun nan" },
	{ "sq", PHRASE_WRONG_NUMBER, "numer gabim,numri gabim,"
	    "keni numer gabim,keni gabuar numer,me falni numer i gabuar,"
	    "me falni numer gabim,eshte numer i gabuar,person i gabuar" },
	{ "ar", PHRASE_WRONG_NUMBER, "الرقم غير صحيح,رقم غير صحيح,"
	    "عندك رقم غلط,هذا رقم غلط,هذا الرقم غلط,هذا الرقم خاطي,"
	    "اسف رقم خاطي,اسفة رقم خاطي,عفوا رقم خاطي,عفوا الرقم خاطي,"
	    "النمرة غلط,نمرة غلط" },
	{ "ne", PHRASE_WRONG_NUMBER, "यो नम्बर गलत हो,नम्बर गलत छ,"
	    "गलत व्यक्ति,माफ गर्नुहोस् गलत नम्बर,galat nambar,"
	    "wrong number ho,number galat cha" },
	{ "ps", PHRASE_WRONG_NUMBER, "شمېره غلطه ده,نمبر غلط دی,"
	    "بښنه غلط نمبر,بښنه غلط نمبر دی,غلطه شمیره,دا نمبر غلط دی,"
	    "دا زما نمبر نه دی" },
	{ "ak", PHRASE_WRONG_NUMBER, "ɛnyɛ me nɔma,ɛnyɛ me nɔma ni,"
	    "nɔma yi nyɛ me dea,nɔma no yɛ mfomsoɔ,nɔma mfomsoɔ" },
	{ "fr", PHRASE_WRONG_NUMBER, "vous vous etes trompe de numero,"
	    "vous vous trompez de numero,desole mauvais numero,"
	    "desolee mauvais numero,ce nest pas le bon numero" },
	{ "sw", PHRASE_WRONG_NUMBER, "namba si sahihi,umekosea namba,"
	    "samahani umekosea namba,namba mbaya" },
	{ "fa", PHRASE_WRONG_NUMBER, "شماره اشتباه است,نمبر غلط است,"
	    "شماره غلط است,اشتباه گرفتید" },
	{ "zh", PHRASE_WRONG_NUMBER, "你打错了,你打錯了,号码错了,號碼錯了,"
	    "你发错了,您发错了" },
	{ "so", PHRASE_WRONG_NUMBER, "nambar khaldan,lambar khaldan,"
	    "waa lambar khaldan" },
	{ "am", PHRASE_WRONG_NUMBER, "የተሳሳተ ቁጥር,የተሳሳተ ቁጥር ነው" },
	{ "uk", PHRASE_WRONG_NUMBER, "неправильнии номер,не тои номер,"
	    "ви помилились номером" },
	{ "ru", PHRASE_WRONG_NUMBER, "неправильныи номер,не тот номер,"
	    "вы ошиблись номером" },

	/* Beside the wrong number: "I am not Ida's mother." */
	{ "en", PHRASE_NOT_ME, "i am not,im not,this is not,this isnt,"
	    "i dont know,i do not know,i dont have,i do not have,i have no" },
	{ "es", PHRASE_NOT_ME, "no soy,yo no soy,no conozco,no tengo,"
	    "yo no tengo" },
	{ "pt", PHRASE_NOT_ME, "nao sou,eu nao sou,nao conheco,nao tenho" },
	{ "vi", PHRASE_NOT_ME, "toi khong phai,toi khong biet,toi khong co" },
	{ "ht", PHRASE_NOT_ME, "mwen pa,m pa" },
	{ "sq", PHRASE_NOT_ME, "nuk jam,une nuk jam,nuk kam,nuk njoh" },
	{ "ar", PHRASE_NOT_ME, "انا لست,لست,لا اعرف" },
	{ "fr", PHRASE_NOT_ME, "je ne suis pas,je ne connais pas" },

	/* Whom it is for. */
	{ "en", PHRASE_WHOM, "for,its for,it is for,it was for,this is for,"
	    "this was for,that is for,thats for,that was for,about,its about,"
	    "it is about,my son,my daughter,my child,for my son,"
	    "for my daughter,for my child,its for my son,its for my daughter,"
	    "its for my child,it is for my son,it is for my daughter,"
	    "it is for my child,please,for please" },
	{ "es", PHRASE_WHOM, "para,es para,era para,es de,de,por,es por,sobre,"
	    "es sobre,mi hijo,mi hija,para mi hijo,para mi hija,"
	    "es para mi hijo,es para mi hija,por favor,para por favor" },
	{ "pt", PHRASE_WHOM, "e para,era para,para o,para a,e para o,e para a,"
	    "sobre,meu filho,minha filha,para meu filho,para minha filha" },
	{ "vi", PHRASE_WHOM, "cho,gui cho,danh cho,cho con,cho con toi,"
	    "con toi,cho be,cho chau" },
	{ "ht", PHRASE_WHOM, "pou,se pou,pitit mwen,pou pitit mwen,"
	    "se pou pitit mwen" },
	{ "sq", PHRASE_WHOM, "per,eshte per,per djalin tim,per vajzen time,"
	    "djali im,vajza ime" },
	{ "ar", PHRASE_WHOM, "بخصوص,عن,ابني,ابنتي" },
	{ "ne", PHRASE_WHOM, "को लागि,का लागि,"
	    "ko lagi,mero chhori,mero chhora" },
	{ "ps", PHRASE_WHOM, "د لپاره" },
	{ "fr", PHRASE_WHOM, "pour,cest pour,mon fils,ma fille,pour mon fils,"
	    "pour ma fille,cest pour mon fils,cest pour ma fille" },
	{ "sw", PHRASE_WHOM, "kwa,ni kwa,kwa ajili ya,ni kwa ajili ya" },
	{ "fa", PHRASE_WHOM, "برای,برای است" },
	{ "zh", PHRASE_WHOM, "给,是给,給,是給" },
	{ "uk", PHRASE_WHOM, "для,це для" },
	{ "ru", PHRASE_WHOM, "для,это для" },
	{ NULL, PHRASE_THANKS, NULL },
};

const struct phrase_machine phrase_machines[] = {
	/* iOS in a car: Driving Focus, and as it was called before. */
	{ "im driving with driving focus turned on", NULL, NULL },
	{ "im driving with do not disturb while driving turned on", NULL,
	    NULL },
	{ "im driving with", "turned on ill see your message when", NULL },
	{ "im not receiving notifications if this is urgent reply urgent",
	    NULL, NULL },
	{ "estoy conduciendo con", "activad", NULL },
	{ "estoy manejando con", "activad", NULL },
	{ "no recibo notificaciones si es urgente", NULL, NULL },
	{ "no estoy recibiendo notificaciones si es urgente", NULL, NULL },
	{ "estou dirigindo com", "ativad", NULL },
	{ "nao estou recebendo notificacoes se for urgente", NULL, NULL },
	{ "je conduis avec", "active", NULL },

	/* Phones and programs that are set to be away. */
	{ "im currently away", NULL, "get back to you" },
	{ "im currently away", NULL, "get back to you as soon as possible" },
	{ "im currently away", NULL, "get back to you as soon as i can" },
	{ "im currently away", NULL, "get back to you later" },
	{ "im currently away", NULL, "when i return" },
	{ "im currently away", NULL, "when i get back" },
	{ "i am currently away", NULL, "get back to you" },
	{ "i am currently away", NULL,
	    "get back to you as soon as possible" },
	{ "i am currently away", NULL, "get back to you as soon as i can" },
	{ "i am currently away", NULL, "when i return" },
	{ "i am currently away", NULL, "when i get back" },
	{ "i am currently unavailable", NULL, "as soon as possible" },
	{ "im currently unavailable", NULL, "as soon as possible" },

	/* A phone company that blocks short texts from programs. */
	{ "free msg", "message blocking is active", NULL },
	{ "freemsg", "message blocking is active", NULL },
	{ NULL, NULL, NULL },
};

const char *const phrase_labels[] = {
	"auto reply", "auto-reply", "autoreply", "automatic reply",
	"automated reply", "auto response", "auto-response", "autoresponse",
	"automatic response", "automated response", "automated message",
	"automatic message", "this is an automated message",
	"this is an automatic message", "this is an automated response",
	"this is an automated reply", "this is an automatic reply",
	"respuesta automatica", "mensaje automatico",
	"este es un mensaje automatico", "esta es una respuesta automatica",
	"resposta automatica", "mensagem automatica",
	"esta e uma mensagem automatica", "reponse automatique",
	"message automatique", "ceci est un message automatique",
	"tra loi tu dong", "tin nhan tu dong", "day la tin nhan tu dong",
	"repons otomatik", "mesaj otomatik", "pergjigje automatike",
	"mesazh automatik", "رد الي", "رد تلقايي", "رسالة تلقايية",
	"स्वचालित जवाफ", "स्वचालित सन्देश", "اتومات ځواب",
	NULL
};

const unsigned phrase_thumbs[] = {
	0x1f44d, 0x1f44c, 0x1f64f, 0x1f44f, 0x1f64c, 0x1f91d, 0x1fae1,
	0x1faf6, 0x1f4aa, 0x1f4af,			/* Hands. */
	0x2764, 0x2665, 0x2763, 0x1f90d, 0x1f90e, 0x1f493, 0x1f495,
	0x1f496, 0x1f497, 0x1f498, 0x1f499, 0x1f49a, 0x1f49b, 0x1f49c,
	0x1f49d, 0x1f49e, 0x1f5a4, 0x1f9e1, 0x1fa77,		/* Hearts. */
	0x263a, 0x1f600, 0x1f601, 0x1f603, 0x1f604, 0x1f60a, 0x1f60c,
	0x1f60d, 0x1f618, 0x1f642, 0x1f917, 0x1f929, 0x1f970,	/* Faces. */
	0x2705, 0x2714, 0x1f389, 0x1f973, 0x2728, 0x1f31f, 0x2b50,
	0x1f490, 0x1f337, 0x1f338, 0x1f339, 0x1f33a, 0x1f33b, 0x1f33c,
	0
};
