/*
 * The tables of mime_words.h.  Where a word is written by people too it is
 * not here, or needs more beside it: what a person wrote is never folded
 * away.
 */

#include <stddef.h>

#include "base/mime_words.h"

const struct mime_said mime_said[] = {
	{ "on ", "wrote" }, { "at ", "wrote" }, { "in ", "wrote" },
	{ "quoting ", "" }, { "", "wrote" }, { "", "writes" },
	{ "el ", "escribió" }, { "en ", "escribió" }, { "el ", "escribio" },
	{ "", "escribió" },
	{ "em ", "escreveu" }, { "a ", "escreveu" }, { "no dia ", "escreveu" },
	{ "", "escreveu" },
	{ "le ", "a écrit" }, { "", "a écrit" },
	{ "vào ", "viết" }, { "ngày ", "viết" }, { "lúc ", "viết" },
	{ "", "đã viết" },
	{ "nan ", "te ekri" }, { "", "te ekri" },
	{ "في ", "كتب" }, { "في ", "كتابة" }, { "بتاريخ ", "كتب" },
	{ "", "كتب" }, { "", "كتابة" },
	{ "më ", "shkroi" }, { "më ", "shkruajti" }, { "", "shkroi" },
	{ "", "लेख्नुभयो" }, { "", "लेखे" }, { "", "लिखा" },
	{ "", "ولیکل" }, { "", "وليکل" }, { "", "نوشت" },
	{ "da ", "wɔ twerɛɛ" }, { "", "kyerɛw" },
	{ "am ", "schrieb" }, { "", "schrieb" },
	{ "il ", "ha scritto" }, { "", "ha scritto" },
	{ "op ", "schreef" }, { "", "schreef" },
	{ "w dniu ", "pisze" }, { "dnia ", "napisa" }, { "", "napisał" },
	{ "", "написал" }, { "", "написав" }, { "", "пишет" },
	{ "", "пише" },
	{ "noong ", "sumulat" }, { "noong ", "sinulat" },
	{ "noong ", "isinulat" },
	{ "", "写道" }, { "", "寫道" }, { "", "작성" }, { "", "썼습니다" },
	{ "", "のメール" }, { "", "書きました" },
	{ "", "yazdı" }, { "", "aliandika" }, { "", "έγραψε" },
	{ "", "ጻፈ" }, { "", "ayaa qoray" }, { "", "skrev" }, { "", "scris" },
	{ NULL, NULL }
};

const char *const mime_labels[4] = {
	"|from|de|von|da|van|od|fra|från|nga|kimden|mula kay|mula sa|kutoka|"
	"expéditeur|remitente|remetente|mittente|από|от|від|من|از|له|از طرف|"
	"từ|người gửi|soti nan|dari|ka|从|发件人|寄件者|寄件人|差出人|보낸 사람|"
	"보낸사람|จาก|प्रेषक|देखि|से|ከ|",
	"|sent|date|sent at|enviado|enviado el|enviada|enviada em|enviado em|"
	"data|fecha|envoyé|envoyé le|gesendet|datum|inviato|verzonden|wysłano|"
	"dërguar|dërguar më|tarih|gönderildi|petsa|ipinadala|imetumwa|"
	"ημερομηνία|στάλθηκε|отправлено|дата|дата отправки|надіслано|"
	"تاريخ الإرسال|التاريخ|تم الإرسال|أرسلت|تاریخ|ارسال شده|نېټه|"
	"đã gửi|ngày|ngày gửi|gửi|voye|dat|发送时间|发送日期|日期|時間|时间|"
	"寄件日期|傳送時間|送信日時|日付|보낸 날짜|날짜|पठाइएको|मिति|ቀን|"
	"skickat|sendt|trimis|",
	"|to|para|à|a|pour|an|naar|aan|do|til|till|për|kime|kay|kwa|προσ|"
	"кому|إلى|الى|به|ته|đến|tới|người nhận|pou|kepada|ku|到|收件人|收件者|"
	"宛先|받는 사람|받는사람|ถึง|लाई|प्रति|ለ|către|",
	"|subject|asunto|assunto|objet|betreff|oggetto|onderwerp|temat|тема|"
	"الموضوع|موضوع|موضوع ایمیل|سرليک|chủ đề|tiêu đề|sijè|主题|主旨|標題|"
	"件名|제목|emne|ämne|konu|subjekti|tema|paksa|mada|θέμα|विषय|ርዕስ|"
	"subiect|",
};

const char *const mime_original =
    "|original message|original email|reply message|mensaje original|"
    "mensagem original|message d'origine|message original|mesaj orijinal|"
    "ursprüngliche nachricht|original-nachricht|messaggio originale|"
    "oorspronkelijk bericht|wiadomość oryginalna|исходное сообщение|"
    "оригінальне повідомлення|الرسالة الأصلية|رسالة أصلية|پیام اصلی|"
    "thư gốc|tin nhắn gốc|mesazhi origjinal|mesazh origjinal|原始邮件|"
    "原始郵件|原始信件|原邮件|원본 메일|원본 메시지|元のメッセージ|orijinal mesaj|"
    "orihinal na mensahe|मूल सन्देश|मूल संदेश|αρχικό μήνυμα|ursprungligt "
    "meddelande|mesaj original|";

const char *const mime_passed =
    "|forwarded message|forwarded mail|mensaje reenviado|"
    "mensagem encaminhada|mensagem reencaminhada|message transféré|"
    "message transmis|weitergeleitete nachricht|messaggio inoltrato|"
    "doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość|"
    "пересылаемое сообщение|пересланное сообщение|"
    "переслане повідомлення|رسالة معاد توجيهها|رسالة مُعاد توجيهها|"
    "رسالة معاد إرسالها|پیام ارسالشده|thư được chuyển tiếp|"
    "thư đã chuyển tiếp|mesazh i përcjellë|mesaj transfere|转发的邮件|"
    "轉寄的郵件|轉寄郵件|已转发的邮件|전달된 메일|전달된 메시지|転送メッセージ|"
    "iletilen mesaj|ipinasang mensahe|अग्रेषित सन्देश|अग्रेषित संदेश|"
    "προωθημένο μήνυμα|";

const char *const mime_passing =
    "|begin forwarded message|inicio del mensaje reenviado|"
    "início da mensagem reencaminhada|início da mensagem encaminhada|"
    "début du message transféré|début du message réexpédié|"
    "anfang der weitergeleiteten nachricht|inizio messaggio inoltrato|"
    "begin doorgestuurd bericht|początek przekazywanej wiadomości|"
    "начало переадресованного сообщения|بدء الرسالة المعاد توجيهها|"
    "بداية الرسالة المحولة|bắt đầu thư được chuyển tiếp|"
    "开始转发的邮件|下面是被转发的邮件|開始轉寄郵件|전달된 메시지의 시작|"
    "転送されたメッセージ|i̇letilen mesajın başlangıcı|";

const char *const mime_prefixes =
    "|fwd|fw|wg|rv|tr|enc|rif|doorst|pd|i̇lt|转发|轉寄|转寄|전달|"
    "إعادة توجيه|chuyển tiếp|пересл|fwd.|fw.|reenv|encaminhada|";

const char *const mime_answering =
    "|re|aw|antw|res|resp|sv|vs|odp|ynt|r|rif|re[2]|rép|ré|atb|σχετ|απ|hồi âm|"
    "trả lời|رد|回复|回覆|答复|答覆|返信|회신|ответ|на|përgj|jibu|tugon|";

const char *const mime_sent_begins[] = {
	"sent from my ", "sent from yahoo mail", "sent from outlook",
	"sent from mail for windows", "sent from proton", "sent with proton",
	"sent from gmail mobile", "sent from samsung", "sent from galaxy",
	"sent via the samsung", "sent from aol", "sent from att yahoo",
	"get outlook for ", "get bluemail", "get typeapp",
	"yahoo mail: search, organize", "yahoo mail for iphone",
	"enviado desde mi ", "enviado desde yahoo", "enviado desde outlook",
	"enviado desde correo", "enviado con ", "obtener outlook para ",
	"enviado do meu ", "enviado a partir do ", "enviado via iphone",
	"enviado pelo ", "enviado do yahoo", "obter o outlook para ",
	"obtenha o outlook para ",
	"envoyé de mon ", "envoyé depuis ", "envoyé à partir de ",
	"télécharger outlook pour ", "obtenez outlook pour ",
	"voye soti nan ", "voye sot nan ", "voye sou ",
	"đã gửi từ ", "được gửi từ ", "gửi từ iphone", "gửi từ điện thoại",
	"tải outlook cho ",
	"أُرسلت من ", "أرسلت من ", "تم الإرسال من ", "مرسل من ",
	"الحصول على outlook",
	"dërguar nga ", "derguar nga ",
	"मेरो ",
	"ارسال شده از ", "له ما iphone", "زما له iphone",
	"gesendet von ", "von meinem iphone gesendet",
	"von meinem ipad gesendet", "outlook für ", "inviato da ",
	"inviato dal mio ", "scarica outlook", "verstuurd vanaf ",
	"verzonden vanaf ", "verzonden met ", "wysłane z ", "wysłano z ",
	"отправлено с ", "отправлено из ", "надіслано з ",
	"发自我的", "来自我的", "從我的", "發自我的", "傳送自", "寄自我的",
	"발신: ", "나의 iphone", "내 iphone", "내 갤럭시",
	"ipinadala mula sa ", "imetumwa kutoka ", "στάλθηκε από ",
	NULL
};

const char *const mime_sent_ends[] = {
	"から送信", "에서 보냄", "'dan gönderildi", "’dan gönderildi",
	"'umdan gönderildi", "’umdan gönderildi", "बाट पठाइएको",
	"से भेजा गया", NULL
};

const char *const mime_devices[] = {
	"iphone", "ipad", "android", "galaxy", "samsung", "huawei", "xiaomi",
	"redmi", "oppo", "vivo", "oneplus", "motorola", "moto ", "nokia",
	"pixel", "blackberry", "tecno", "infinix", "yahoo", "outlook",
	"gmail", "proton", "aol", "bluemail", "typeapp", "windows", "mail",
	"correo", "phone", "telefon", "telefòn", "teléfono", "téléphone",
	"telefono", "móvil", "mòvil", "celular", "mobile", "mobil", "cell",
	"tablet", "smartphone", "dispositivo", "device", "appareil",
	"điện thoại", "máy tính bảng", "هاتف", "جوال", "موبايل", "آيفون",
	"ايفون", "آیفون", "گوشی", "موبایل", "手机", "手機", "平板", "휴대폰",
	"아이폰", "갤럭시", "スマート", "телефон", "айфон", "смартфон",
	"मोबाइल", "फोन", "आइफोन", "simu", NULL
};

const char *const mime_away_words[] = {
	"automatic reply", "automated reply", "auto reply", "auto-reply",
	"autoreply", "automatic response", "auto response", "auto-response",
	"autoresponse", "vacation reply", "vacation response",
	"respuesta automática", "respuesta automatica",
	"contestación automática", "resposta automática",
	"resposta automatica", "réponse automatique", "reponse automatique",
	"trả lời tự động", "thư trả lời tự động", "phản hồi tự động",
	"رد تلقائي", "الرد التلقائي", "رد آلي", "پاسخ خودکار",
	"اتومات ځواب", "përgjigje automatike", "pergjigje automatike",
	"repons otomatik", "स्वचालित जवाफ", "स्वतः जवाफ", "स्वचालित उत्तर",
	"automatische antwort", "risposta automatica",
	"automatisch antwoord", "automatische beantwoording", "autosvar",
	"odpowiedź automatyczna", "autoodpowiedź", "автоматический ответ",
	"автоответ", "автоматична відповідь", "自动答复", "自动回复",
	"自動回覆", "自動回復", "自動応答", "自動返信", "자동 회신", "자동 응답",
	"자동회신", "otomatik yanıt", "awtomatikong tugon",
	"jibu la kiotomatiki", "αυτόματη απάντηση", "răspuns automat",
	"mmuae a ɛyɛ ne ho", NULL
};

const char *const mime_away_colon[] = {
	"out of office", "out of the office", "out-of-office",
	"fuera de la oficina", "fora do escritório", "absence du bureau",
	"absent du bureau", "abwesenheitsnotiz", "fuori ufficio",
	"вне офиса", "خارج المكتب", "vắng mặt tại văn phòng", "不在通知",
	"外出自动回复", NULL
};
