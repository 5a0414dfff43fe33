/*
 * Words of three and four letters that are common in a language, without
 * their marks.  A name of so few letters may be one of them (Will, Rosa, Leo),
 * and written small it is that word and no name.  They were taken from our
 * own words in that language, and from what families answer on any day.
 *
 * Of a language that is not here no short name is looked for in small
 * letters: in Vietnamese all of them are words.
 */

#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "flow/guard_inside.h"

static const struct {
	const char *language, *words;
} tables[] = {
	{ "en",
	    " able ache acts add adds aged ages ago aid aim air ale all ally "
	    "also alto and ant any ape app apps arc are area arms army art "
	    "arts ash ask asks ate aunt away axe baby back bad bag bags bake "
	    "ball band bank bar bark barn base bat bath bays bead bean bear "
	    "beat bed beds bee been beet bell belt bend best bet big bike bill "
	    "bin bird bit bite blow blue boat body bold bolt bond bone book "
	    "boot born boss both bow bowl box boy boys buds bug bugs bulb bump "
	    "bun burn bus bush busy but buy bye cab cage cake call calm came "
	    "camp can cane cap cape car card care cars cart case cash cast cat "
	    "cats cell cent chat chef chin chip city clap clay club clue coal "
	    "coat code coin cold come cook cool copy core corn cost cot cow "
	    "crew crop cry cub cup cups cut cute dad dark data date dawn day "
	    "days dead deaf deal dean dear debt deck deep deer den desk dice "
	    "did die died diet dig dim dip dirt dis dish does dog dogs doll "
	    "don done door dot down drew drop drum dry duck due dug dull dust "
	    "duty each ear earn ears ease east easy eat eats edge eel egg eggs "
	    "else end ends etc eve even ever exam eye eyes face fact fail fair "
	    "fall fan far farm fast fat fear fed fee feed feel fees feet fell "
	    "felt fern few file fill film find fine fire firm fish fist fit "
	    "fits five fix flag flat flew flip flow flu fly foam fog fold folk "
	    "food foot for ford fork form fort four fox free freq from fuel "
	    "full fun fund fur gain game gap gas gate gave gear gene get gets "
	    "gift girl give glad glow glue goal goat goes gold golf gone good "
	    "got gray grew grid grow gulf gum guy gym had haha hair half hall "
	    "ham hand hang hard harm has hat hate have hawk hay head heal hear "
	    "heat held help hen her here hero hers hey hid hide high hike hill "
	    "him hint hip his hit hold hole holy home hood hook hop hope horn "
	    "hot hour how hug huge hung hunt hurt ice icy idea ill inch info "
	    "into iron isle item its jack jail jam jar jaw jay jazz jean jeep "
	    "jet job jobs join joke joy july jump june junk jury just keen "
	    "keep ken kept key keys kick kid kids kind king kit kite knee knew "
	    "knit knot know lab lace lack lady laid lake lamb lamp land lane "
	    "lap lark last late law lawn lay lead leaf leak lean led lee left "
	    "leg legs lend less let lets lice lid lie life lift like lily limb "
	    "lime line link lion lip lips list live load loan lock log logs "
	    "lol long look loop lose loss lost lot lots loud love low luck "
	    "lung mad made mail main make male mall man many map mark mars "
	    "mask mass mat math max may maze meal mean meat meet melt men menu "
	    "met mice mild mile milk min mind mine mint miss mix mode mom moon "
	    "more moss most moth move much mud mug must nail name nap near "
	    "neat neck need nest net new news next nice nine nod non none noon "
	    "nope nor nose not note noun now nut nuts oak oar oat oats odd off "
	    "oil okay old omw once one ones only onto open opt oral our ours "
	    "out oven over owe own pace pack page paid pain pair " },
	{ "en",
	    " pale palm pan park part pass past pat path pay pays pea peak "
	    "pear peas peel pen pens per pet pets pick pie pier pig pile pin "
	    "pine pink pint pipe pit plan play plot plug plum plus poem poet "
	    "pole poll pond pool poor pop port pose post pot pray prep prey "
	    "pull pump pure push put puts quit quiz race rail rain ran rank "
	    "rash rat rate raw ray read real rear red reed reef rely rent rest "
	    "rib rice rich ride ring riot ripe rise risk road roar rob rock "
	    "rode role roll roof room root rope rose row rows rub rude rug "
	    "rule run runs rush sack sad safe sag said sail sale salt same "
	    "sand sat save saw say says sea seal seat sed see seed seek seem "
	    "seen self sell send sent set sets sew she shed ship shoe shop "
	    "shot show shut sick side sign silk sing sink sir sit site sits "
	    "six size skin skip sky slam slip slow snap snow soap sock soft "
	    "soil sold sole some son song soon sore sort soul soup sour spam "
	    "spin spot spy star stay stem step stew stir stop sub such sue sum "
	    "sun sure swim tag tail take tale talk tall tame tank tap tape "
	    "task taxi tea team tear tech teen tell ten tend tent term test "
	    "text than that the them then they thin this thus thx tick tide "
	    "tidy tie tied ties till time tin tiny tip tire toe told ton tone "
	    "too took tool top torn toss tour town toy toys trap tray tree "
	    "trim trip true try tube tug tune turn twin two type ugly undo "
	    "unit upon urge url use used uses van vary vase vast very vest via "
	    "view visa vote wade wage wait wake walk wall want war ward warm "
	    "warn was wash wave way ways weak wear web week well went were "
	    "west wet what when who whom why wide wife wild will win wind wine "
	    "wing wire wise wish with wolf won wood wool word wore work worm "
	    "worn wow wrap yard yarn yeah year yell yep yes yet you your yup "
	    "zero zone zoo " },
	{ "es",
	    " abra abre acto afan agua ahi aire ajo ala alas alba algo alli "
	    "alma alta alto ama amar amen amor ano anos ante aqui area arma "
	    "arte asi ati aula aun ave aves axe ayer azul baja bajo bano bar "
	    "base bebe beca besa beso bien boca boda bola bote buen bus cabo "
	    "cada cae caer caja cal cama can capa cara card caro casa casi "
	    "caso cero cien cima cita club coco cola come como con copa core "
	    "coro cosa cree creo cruz cual cura cuya dado dama dan dar dari "
	    "date dato day debe deje dejo del den dia dias dice diez diga dijo "
	    "dio dios dira doce don dos doy duda dudo edad eje ella ello era "
	    "eran eres esa esas ese eso esos esta este esto fase feo fija fila "
	    "fin flor foco foro foto frio fue gas gato giro gol gran gris hace "
	    "haga hago han has hay haya haz hice hija hijo hilo hizo hoja hola "
	    "hora hoy hubo ida idea ido iglu iran irse isla jaja jefe juez "
	    "jugo lado lago lana lao las last lata lazo lea lee leen leer leo "
	    "les ley leyo liga lino lio lobo loco los lote lujo luna luz mail "
	    "mal mala malo mama mano many mapa mar mas masa mayo menu mero mes "
	    "mesa meta mia mias miel mil mio mira miro mis misa mito moda modo "
	    "moto muy nada nado name nave nina nino nos nota nube nuez nula "
	    "nulo obra ocho oir ojo ojos oki ola olas once one oro osa oso "
	    "otra otro pan papa para pare paro pasa pase paso pata pato paz "
	    "pelo pena peor pera pero pese peso pez pida pide pido pie piel "
	    "pies pila pino piso plan poca poco pone por pozo pudo puma que "
	    "rama ramo raro rato real red res rey rico rio risa roca rojo room "
	    "ropa rosa roto rubi ruso ruta sabe saca saco sal sala sale sali "
	    "sano sea sean seca seco sed seis sepa ser sera sido siga sin sino "
	    "sol sola solo son sopa soy spam sra sres sube sud suma supo sur "
	    "sus suya suyo tal tan tasa taza tela tema ten test text tia time "
	    "tio tipo tira toca toda todo toma tomo tono tos trae tren tres "
	    "tus tuvo tuyo twi una unas unen uno unos urdu url usa usan usar "
	    "uso util uva vale van vaya vea vela ven ver vera ves vez via vias "
	    "vida vino vio visa viva vive vivo voy voz yoga zona zumo " },
	{ "pt",
	    " abra acha acho agua alem algo alma alta alto amem amor ano anos "
	    "ante aos apos aqui area arma arte asa asas ate aula ave avo azul "
	    "bala base beco bela belo bem blz boa boas boca bola bolo bom bons "
	    "bota bus cada cafe cai cama cano cao cara caro casa caso cedo cem "
	    "ceu cha chao cima cola com como copa copo cor coro cruz cuja dado "
	    "dar das data date day dela dele dez dia dias diga diz dois dor "
	    "dos doze duas duro ela elas ele eles era eram essa esse esta este "
	    "faca faco fala fale falo fase faz feia feio fez fila fim fita "
	    "flor fogo foi fome fora foto frio fui gato gelo gol grau hoje "
	    "hora ida idea ilha indo ira isso isto jogo kkk kkkk lado lago "
	    "last lata leem lei leia ler leva leve lia lida lido liga ligo "
	    "link liso lobo logo lua luz mae mail maio mais mal many mao mapa "
	    "mar mas mata mau medo meia meio mel mes mesa meta meu meus mil "
	    "mim moda modo mole mora moto muda nada name nao nas nem neve nome "
	    "nora nos nota nova nove novo num obg oito ola onda onde one ora "
	    "osso ouro ovo pago pai pais pao para pare paz peca pede pega pelo "
	    "pena per pera pes peso pia piso pode pois por pos pra pro que "
	    "quem quer rato rede rei rio riso room rosa rsrs rua sabe saco "
	    "saem sai sair saiu sal sala sao sapo sei seis seja sem ser sera "
	    "seu seus siga sim sob sol som sou sua suas sul tal tao tem teor "
	    "ter teu teve tia time tio tipo toca toda todo tom tres tudo uma "
	    "umas uns url usa usar uso uva vai vale vao veio vela vem ver vez "
	    "via vida vir viu viva voce voo vos vou voz zero zona " },
	{ "fr",
	    " age aide ail aile aime air ami amie amis ane ans apte arc art "
	    "arts ass auge aux avec avez avis bain bal banc bas beau bec bel "
	    "bete bien bise bleu bloc bois bol bon bord bouc bout bras bus but "
	    "cage cain camp cap car cas cave ceci cela cent cep ces cet chat "
	    "cher chez chou ciel cinq cire cle clef clou code coin col cone "
	    "coq cor cote cou coup cour cri cuir dans date dent des deux dieu "
	    "dire dis dit dix doit don donc dont dos dur eau elle ere est etat "
	    "ete etes etre eux faim fait faut faux fee fer feu fil file fils "
	    "fin foi fois fond font fort four fut gant gare gel gens gout gras "
	    "gris gros haut hier huit ici idee ile ils inox jean jeu jeux joie "
	    "joli jour jupe jus lac laid lait las lent les leur lieu lira lire "
	    "lit loi loin long lors loup lui lune mai main mais mal mari mars "
	    "mat meme mer mere mes mets mien mine mis moi mois mon mont mot "
	    "mots mur nef neuf nez nid noir nom non nord nos note nous nuit "
	    "oeil oie ont onze oui ours page pain pair paix papa par pas pays "
	    "peau pere peu peur peut pied pin pire plan plat plus pneu pois "
	    "pont porc port pour pre pres prix puis que quel qui rang rat ravi "
	    "rein rien rire riz robe roi rose roue rue sac sage sais sait sale "
	    "sang sans sauf sec sel sept ses seul six ski soi soif soin soir "
	    "sois soit sol son sont sort sous sur taxi tel tes tete the tire "
	    "toi toit ton tot tour tous tout tres trop trou tue une vais vent "
	    "ver vers vert veut vie vin vis vite vive voie voir voix vol vos "
	    "vote vous vrai vue yeux zero zone " },
	{ "ht",
	    " akle akoz ale alo amen anba ane ank anko ant apa ape apre aswe "
	    "avan ave avek bab bag bal ban bas bat bay bel ben beni bet bis "
	    "biwo blan ble bon bone bra bus bwa bwat byen chak chat che chen "
	    "chit cho dako date day deja den depi deyo dis dize dlo dola done "
	    "dou dwa dwe ede ekri elev epi eske fanm fen fet fim fin fini fok "
	    "fom fon foto fra fre fwa fwi gad gan gate gen geri glas gra gwo "
	    "haha half hour imel isit jame jan jedi jen jis jiye jodi jou jouk "
	    "jwe kab kafe kan kap kat kay kenz kile kisa kite klas kle kob "
	    "kole kom kon kopi kote kou kriz kwe kwen lab lage lan lang lap "
	    "lari las last lave lek let leta lib lide lin lis lit liv lot lwen "
	    "lye lyen madi make man manb mank manm map mari mas mat men mes "
	    "mesi met midi mil mize moso moun move mwa mwen name nan nap nej "
	    "nen nich non not nou nwa oke oswa out paj pak pale pami pap papa "
	    "par pare pas pase pat pati pedi pen peye pip pita piti plan plas "
	    "pli plim plis poko pot pote pou poze pral pran pre pri prof pwen "
	    "pwo pye pyes rad ran rat rate rele ret reta rete rive room sak "
	    "sal san sel sen sik sis sit sot sou swa swen swit swiv tab tale "
	    "tan tann tat teks tet time tou tout tre tris twa url vag van vant "
	    "ven vid vin vini vit viv vle vomi voye vre vwa wite wou wout yon "
	    "zam zile " },
	{ "sq",
	    " aji ajo ajri akte ala amin asaj ata ate ati atje babi bari baze "
	    "bej bere beri besa bie bler blu boj bore bosh bota buke bus cdo "
	    "cepi cili cka dal dale dash date day dera deri desh dhe dhi dija "
	    "dike dita dite dje djem doni dore dot drek dru dua duar due duke "
	    "dyte edhe eja emri ende ere esht fal fare flas fle flet flm fort "
	    "foto fund gati gjak gje gjej gjer gjet gji gju gote gur haha hap "
	    "hape hedh hene heq here hije hyj hyn ide iku ime imja isha ishe "
	    "jam jane jap jave jemi jeni jep jeta jete juaj juve kafe kam kane "
	    "kap kapa kaq kati kemi keni keq kesh kete ketu kjo koha kohe koke "
	    "krye kuar kudo kuq kur kush lag laps last leje lek leva libr lind "
	    "loj lot lul lule mal mami mbi mei mend merr mes mesu mira mire "
	    "mora more mori mos moti mua muaj mund muri muze name nate ndaj "
	    "nen nena nese nga nje noc non nuk nuse nxe okej one ora ore oren "
	    "ores ose pak para pare pari pas pasi pati peme per pese pika pla "
	    "plot poj por posa pra prej pres pri prit pyes qen qese qiri qoft "
	    "rast reja rend riu roje room rri ruaj saj sapo sera sheh shi shko "
	    "shoh shok ska sot suaj syri tani tek ter tete tha the thik tij "
	    "tim time tone tre tri tru tuaj tyre udha uje une uri url vaj vajz "
	    "vec vend vera vet vete vij vije vijn vin vini vit vite vjen vjet "
	    "vlen vone voni vras xha ylli yne zog zoti zyra zyre " },
	{ "sw",
	    " acha afya ahsa aina aka aki ama ana anga ati aya baba babu bado "
	    "bali bana bao bara basi bata bega bei bibi bila bobo bora bure "
	    "bus cha chai chao choo chui dada data date dawa day deni dini doa "
	    "dua duka duni eda elfu ema enda eti fika fisi fomu fua gani gari "
	    "giza gogo goli haba hadi haja hali halo hana hapa hapo hata hati "
	    "hawa haya heri hewa hii hiki hili hilo hivi hiyo hizi hofu hoja "
	    "homa huku hum huo huru huu huyu iko ila ili ina ini ipo isha jana "
	    "jani jibu jiji jiko jina jino jiwe joto jua juma juu juzi kaa "
	    "kaka kali kama kati kazi keki kesi kila kina kiti kitu koo koti "
	    "kuja kuku kule kumi kuna kupe kura kusi kuta kuwa kuwe kwa kwao "
	    "lake laki lala lao last leo leta lini lipa maji mama mara maua "
	    "mbu mda meli mema meno meza mia mimi mji mke mkia mno moja moto "
	    "moyo mpya mti mtu muda mume mvua name nane nani nawe nchi ndio "
	    "ndoo nene neno nia njaa nje njia njoo nne noti nta nusu nywa oga "
	    "ona one onya paka pale pana pata pepe pesa pia piga pika pili "
	    "pole pote pua raha rais refu robo roho room rudi saa saba safi "
	    "sala sale sana sasa sawa sifa siku simu sisi sita soko soma somo "
	    "sote stoo supu sura taa tabu tafa taka tamu tano tatu tele tena "
	    "tia time tisa toa toka tua tuma ujao uji uma una url uso uzi vaa "
	    "vile vita viti vyao wake wako wala wali wana wao wapi wazi wewe "
	    "wiki wino wote yake yako yale yao yote yule yupo zake zao zote "
	    "zuri " },
	{ "ak",
	    " aane aba abc aboa abua abɔ adan ade aden adeɛ ado adɔ afa afe "
	    "afei afi afrɛ agya aha ahe ahyɛ aka ako akyi akɔ ama amen amma "
	    "ampa anaa anan ani ano ansa anya apaw apo apɔw ara asa ase aseɛ "
	    "aso asu asɛm ate ato awi awia awo ayɛ baa bae ban bea beae bere "
	    "berɛ beto bio bisa boa bra bruu brɛ bua bue bus bɔs bɔɔs bɛba "
	    "bɛfi bɛka bɛkɔ bɛn bɛto bɛtu bɛyɛ card daa dabi dada dan data "
	    "date day dea den deɛ din dua ebi ebia edi efi ehe ehi eho ena ene "
	    "eno enti ete ewo eye fam fasa fie firi fon foro fra fre frɛ gyaa "
	    "gyae gye half hena hia hour huu hwan hwe hwee hwɛ hyeɛ hyɛ kae "
	    "kan kane kasa kor kosi kosɛ kra kwan kyen kyer kyew kyɛw kɔsi kɔɔ "
	    "last link mane mate meda mede mehu mena mepa mepe mepɛ mete mfa "
	    "mfaa mfrɛ mma mmoa mmom mmra mmue mpa mpo mra mɛba mɛyɛ name nan "
	    "nana nhia nhyɛ nim nipa nko nkra nna nne nni nnɔn nnɛ nom nsa nso "
	    "nsu nsuo nsɛm nti ntɛm num nya nyin nyɛ nɔma oba obi ofie ohia "
	    "okaa one ono ose oye paa pam papa pasa pie pii pra pue reba rekɔ "
	    "retɔ room saa san sane sei sen sesa seso sika soma sua sum sɛn "
	    "tan ten tena time toa ton too tra tua twa url wei werɛ wim won "
	    "wopɛ wowɔ woyɛ wɔde wɔfa wɔn wɔwɔ yam yare yei yen yie yoo yɛn "
	    "ɔba ɔkɔ ɔne ɔnni ɔte ɔwɔ ɛfa ɛfi ɛhe ɛkɔ ɛnnɛ ɛnyɛ ɛye ɛyɛ " },
	{ "so",
	    " aad aan aas aba abid adag adi afar aha ahay ahid alla ama amar "
	    "aqal aqri arag arin ayaa ayay ayo baa bad bal ban bar bari baro "
	    "bas bax been bey bil biyo bog buug buur cad cas cun daa daar dab "
	    "dad dal dan day deg dhab dhac dhaq dhul dib diid diin dir doon "
	    "dux eeg eyd faal fac far fas fog ful fur gaar gal gub guri guud "
	    "haa had hal hay haye heer hela heli hoos hoyo iga igu ilmo ima "
	    "inan iska isku isla iyo jir joog kaa kac kala kale kan kani keen "
	    "koob kor kow kula kuma kuu laba laga lagu lama las leh lix loo "
	    "maad maal maan mar mari maya meel mid miis mise naag nag nal nin "
	    "noo nus ogow orod qaad qado qof qor raac rag ragg reer saa saac "
	    "saar saas san sare sida soo sug sun tag tan tani tii tiir toos "
	    "tov uga uma waa waad waan wac wada wali wan war way weel weli wuu "
	    "xaas xag xog xun yar yay yeel yeh yimi yiri " }
};

bool
guard_may_be_name(const char *language, const char *word)
{
	char	 looked[16];
	size_t	 n = strcspn(language, "-");
	bool	 known = false;

	if (snprintf(looked, sizeof looked, " %s ", word) >=
	    (int)sizeof looked)
		return false;
	for (size_t i = 0; i < COUNT(tables); i++)
		if (strlen(tables[i].language) == n &&
		    strncmp(tables[i].language, language, n) == 0) {
			if (strstr(tables[i].words, looked) != NULL)
				return false;
			known = true;
		}
	return known;
}
