"""What automatic replies and mail systems say, in many languages: data, phrases between strokes.

Phrases are compared without accents and capitals (`plain`). A phrase must be one that a person
hardly writes of their own accord; what people say too stands under WEAK names.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# A subject that is one of these, or begins with one and a colon.
LABELS = """
automatic reply|automatic response|automatic message|automated reply|automated response
auto reply|auto-reply|autoreply|auto response|auto-response|autoresponse|autoresponder
auto responder|auto-responder|auto-reply message|vacation reply|vacation message
vacation notice|vacation autoreply|vacation response|holiday reply|out of office
out-of-office|out of the office|ooo|oof|out of office reply|out of office autoreply
out of office auto-reply|out of office auto reply|out of office automatic reply
out of office notification|out of office message|out of office response|out of office notice
out of office assistant|away message|away from office|away from my mail|away from the office
automatic acknowledgement|automated acknowledgement|auto acknowledgement
automatische antwort|automatische antwortmail|automatische nachricht|abwesenheitsnotiz
abwesenheitsmeldung|abwesenheitsnachricht|abwesenheitsassistent
automatische ruckantwort|automatische empfangsbestatigung|autoantwort|nicht im buro
reponse automatique|reponse auto|message automatique|absence du bureau|absent du bureau
absente du bureau|message d'absence|notification d'absence|avis d'absence
hors du bureau|accuse de reception
respuesta automatica|respuesta automatizada|mensaje automatico|fuera de la oficina
fuera de oficina|autorespuesta|auto respuesta
resposta automatica|mensagem automatica|fora do escritorio|ausencia temporaria
ausente do escritorio
risposta automatica|messaggio automatico|fuori ufficio|fuori sede|assenza dall'ufficio
non al computer
automatisch antwoord|automatische reactie|automatisch bericht|autoantwoord
afwezigheidsbericht|afwezigheidsmelding|afwezigheidsassistent|niet aanwezig|buiten kantoor
niet op kantoor
automatyczna odpowiedz|odpowiedz automatyczna|autoodpowiedz
nieobecnosc w biurze|poza biurem
raspuns automat|mesaj automat|absent din birou|in afara biroului
автоматичен отговор|автоматично съобщение|извън офиса
автоматический ответ|автоответ|автоматическое сообщение|вне офиса|нет на месте
автоматична відповідь|автовідповідь|автоматичне повідомлення|поза офісом
automatinis atsakymas|automatinis pranesimas|nesu biure|ne biure
automatiska atbilde|arpus biroja
automaatvastus|kontorist valjas
αυτοματη απαντηση|αυτοματο μηνυμα|αυτοματοποιημενη απαντηση|εκτος γραφειου
otomatik yanit|otomatik cevap|otomatik mesaj|ofis disinda|ofis disi|izindeyim
رد تلقائي|الرد التلقائي|رد الي|رسالة تلقائية|خارج المكتب|خارج مكتب
پاسخ خودکار|خودکار جواب|خودکار پیغام|دفتر سے باہر|پیام خودکار
স্বয়ংক্রিয় উত্তর|স্বয়ংক্রিয় জবাব|স্বয়ংক্রিয় প্রত্যুত্তর|অফিসের বাইরে|অটো রিপ্লাই
आउट ऑफ ऑफिस|स्वचालित उत्तर|स्वचालित जवाब|स्वतः उत्तर|स्वत: उत्तर|कार्यालय से बाहर
सवैचालित उत्तर|स्वचालित प्रत्युत्तर
સ્વચાલિત જવાબ|આપોઆપ જવાબ|સ્વયંસંચાલિત જવાબ|ઓફિસની બહાર|ઑફિસની બહાર|આપમેળે જવાબ
ਆਟੋਮੈਟਿਕ ਜਵਾਬ|ਸਵੈਚਲਿਤ ਜਵਾਬ|ਦਫ਼ਤਰ ਤੋਂ ਬਾਹਰ
தானியங்கி பதில்|தானியங்கு பதில்|அலுவலகத்திற்கு வெளியே
自动回复|自动答复|自动回覆|自動回覆|自動回复|自動答覆|自动应答|不在办公室|不在辦公室
休假通知|休假自动回复|自動返信|自動応答|不在通知|不在のお知らせ|자동 회신|자동 응답|자동응답
자동 답장|부재 중|부재중
automatisk svar|autosvar|auto svar|automatiskt svar|automatsvar|fravaersbesked
fraværsmelding|fravaersassistent|ikke til stede|ikke pa kontoret
franvaromeddelande|ej pa kontoret
automaattinen vastaus|automaattivastaus|autovastaus|poissaoloilmoitus
automatikus valasz|automatikus uzenet|hazon kivul|irodan kivul
automaticka odpoved|autom. odpoved|automaticka zprava|mimo kancelar
samodejni odgovor|automatski odgovor|izvan ureda|pergjigje automatike
jawaab otomaatig ah|jawaab toos ah|balasan otomatis|jawapan automatik|tra loi tu dong
thu tra loi tu dong|ตอบกลับอัตโนมัติ|מענה אוטומטי|תשובה אוטומטית|מחוץ למשרד
majibu ya moja kwa moja|automatesch antwert|resposta automatica de|respuesta automatica de
"""

# Labels that people use as well: they suggest, the words decide.
FAINT_LABELS = """
urlaub|absence|absent|absente|abwesend|abwesenheit|en conge|en vacances|ausencia|ausente|ausencia
de vacaciones|de ferias|assente|in ferie|afwezig|nieobecnosc|nieobecny|urlop|in concediu
отпуск|отсъствам|отсутствие|в отпуске|у відпустці|atostogos|atvalinajums|prombutne|απουσια|外出
fravaer|franvaro|pa ferie|pa semester|poissa|lomalla|tavollet|dovolena|nepritomnost|odsoten
auto|away|holiday|annual leave|on leave|on holiday|on annual leave|maternity leave|leave
vacation|absent notice
"""

# Labels of receipts; the words must say that something was read or deleted.
RECEIPT_LABELS = """
read|not read|gelesen|nicht gelesen|ungelesen geloscht|lu|non lu|accuse de lecture|leido|no leido
acuse de recibo|lida|nao lida|letto|non letto|gelezen|niet gelezen|przeczytano|przeczytane
nie przeczytano|citit|прочетено|прочитано|прочтено|не прочитано|αναγνωσμενο|okundu|okunmadi
تمت القراءة|已读|未读|已讀|開封済み|읽음|laest|last|olast|lest|ulest|luettu|olvasva|precteno
read receipt|return receipt|delivery receipt|lesebestatigung|empfangsbestatigung
confirmation de lecture|confirmacion de lectura|recibo de leitura|conferma di lettura
leesbevestiging|potwierdzenie przeczytania|confirmare de citire|уведомление о прочтении
"""
READ = """
your message|ihre nachricht|votre message|su mensaje|il messaggio|il suo messaggio|a sua mensagem
sua mensagem|uw bericht|twoja wiadomosc|panstwa wiadomosc|mesajul|вашето съобщение|ваше сообщение
ваше повідомлення|το μηνυμα|iletiniz|رسالتك|您的邮件|您的郵件|メッセージ|din besked|meldingen
ditt meddelande|viestisi|uzenete|vase zprava|this is a receipt|this is a return receipt
the message|this receipt|dies ist eine|ceci est un accuse|message lu
"""

# Subjects that only suggest it: people write them too.
WEAK_SUBJECTS = """
annual leave|on leave|on holiday|on vacation|maternity leave|paternity leave|sick leave
parental leave|study leave|out of office|out of the office|away until|away from|away this
on my holidays|no longer work|no longer at|has left|have left|change of email|new email address
office closed|office closure|closed for|thank you for your email|thank you for your e-mail
thanks for your email|thank you for contacting|thanks for contacting|thank you for your message
thanks for your message|thank you for your enquiry|thank you for your inquiry
thank you for getting in touch|thank you for emailing|your email has been received
your e-mail has been received|your message has been received|your enquiry has been received
we have received your|we've received your|received your email|received your message
received your enquiry|your request has been|your ticket|your enquiry|ticket received
ticket created|case created|case number|request received|ticket #|ticket id|[ticket|[case
[request|case #|incident #|enquiry received|email received|message received|acknowledgement
acknowledgment|receipt confirmation|confirmation of receipt|support request|new ticket
eingangsbestatigung|ihre anfrage|ihre nachricht|votre demande|votre message|su solicitud
su consulta|sua solicitacao|richiesta ricevuta|uw bericht|uw vraag|urlaub|conges|vacaciones
ferias|ferie|vakantie|semester|urlop|concediu|отпуск|відпустк|atostog|atvalinaj|loma|dovolen
szabadsag|izin|إجازة|اجازة|ছুটি|چھٹی|छुट्टी|રજા|ਛੁੱਟੀ|விடுமுறை|休假|休暇|휴가|διακοπ|αδεια
we've got your|we got your|please confirm|please verify|awaits moderator|case 0|request received
verify your email
confirm your email|confirm your message
sender verification|message verification|verification required|action required to deliver
awaiting your confirmation|your mail to|your message to|your email requires verification
"""

# Said of the message itself, at the beginning of a sentence or anywhere in these languages.
SELF = """
dies ist eine automatische|dies ist eine automatisch|diese nachricht wurde automatisch
diese e-mail wurde automatisch|automatisch generierte|automatisch erstellt|automatisch erzeugt
vous n'etes pas un robot|voce nao e um robo|no eres un robot|no es un robot|kein roboter sind
non sei un robot|geen robot bent|bitte antworten sie nicht auf diese
ceci est un message automatique|ceci est une reponse auto
ce message est automatique|ce message a ete envoye automatiquement|message automatique, merci
message genere automatiquement|merci de ne pas repondre a ce|ne repondez pas a ce
este es un mensaje auto|este mensaje es automatico|esta es una respuesta auto
este mensaje se ha generado auto|por favor no responda a este|no responda a este
esta e uma mensagem auto|esta e uma resposta auto|este e um e-mail auto|este e um email auto
esta mensagem foi gerada auto|nao responda a est|por favor, nao responda
questo e un messaggio auto|questa e una risposta auto|questa e un'e-mail auto
si prega di non rispondere|messaggio generato auto|dit is een automatisch|dit is een automatische
dit bericht is automatisch|deze e-mail is automatisch|gelieve niet te antwoorden
to jest automatyczna|to jest wiadomosc automatyczna|wiadomosc wygenerowana automatycznie
wiadomosc zostala wygenerowana automatycznie|prosimy nie odpowiadac|prosze nie odpowiadac
acesta este un raspuns automat|acesta este un mesaj automat|acest mesaj este generat automat
acest mesaj a fost generat|va rugam sa nu raspundeti|това е автоматич|това съобщение е автоматич
моля, не отговаряйте|это автоматическ|данное сообщение сформировано автоматически
это письмо отправлено автоматически|это письмо сформировано автоматически
пожалуйста, не отвечайте на это|не отвечайте на это|це автоматичн|цей лист створено автоматично
будь ласка, не відповідайте|tai automatin|tai yra automatin|sis laiskas sugeneruotas
prasome neatsakyti|si ir automatisk|sis ir automatisk|ludzu, neatbildiet
αυτη ειναι μια αυτοματ|αυτη ειναι αυτοματ|αυτο ειναι ενα αυτοματ|αυτο ειναι αυτοματ
παρακαλω μην απαντ|bu otomatik|bu bir otomatik|bu mesaj otomatik|bu e-posta otomatik
bu ileti otomatik|lutfen bu e-postayi yanitlama|lutfen bu mesaja cevap
هذا رد تلقائي|هذه رسالة تلقائية|هذا رد آلي|هذه رسالة آلية|يرجى عدم الرد على هذ
یہ ایک خودکار|یہ خودکار|براہ کرم اس ای میل کا جواب نہ دیں|این یک پاسخ خودکار|این پیام خودکار
এটি একটি স্বয়ংক্রিয়|এটা একটি স্বয়ংক্রিয়|অনুগ্রহ করে এই ইমেলের উত্তর দেবেন না
यह एक स्वचालित|यह स्वचालित|यह एक ऑटोमेटिक|कृपया इस ईमेल का उत्तर न दें
આ એક સ્વચાલિત|આ સ્વચાલિત|આ એક આપોઆપ|આ એક ઓટોમેટિક|ਇਹ ਇੱਕ ਆਟੋਮੈਟਿਕ|ਇਹ ਇੱਕ ਸਵੈਚਲਿਤ
இது ஒரு தானியங்|இது தானியங்கி|(自动回复)|[自动回复]|【自动回复】|(自動回覆)|这是一封自动
这是自动|此为自动|本邮件为自动|此邮件为系统自动
此邮件由系统自动|系统自动发送|系统自动回复|請勿直接回覆|请勿直接回复|请勿回复此
這是一封自動|此為自動
這是自動|これは自動|このメールは自動|自動送信されています|자동으로 발송|자동 발송|자동 응답 메시지
dette er et automatisk|dette er en automatisk|denne e-posten er automatisk
denne mail er automatisk|detta ar ett automatisk|detta ar ett autosvar
detta mail har skickats automatiskt|vanligen svara inte pa detta|tama on automaatti
taman viestin on lahettanyt automaattisesti|ez egy automatikus|ez automatikus
kerjuk, ne valaszoljon|toto je automatick|tato zprava byla vygenerovana|tato odpoved je automat
kjo eshte nje pergjigje automat|tani waa jawaab|tani waa farriin otomaatig|kani waa jawaab
ini adalah balasan otomatis|ini adalah jawapan automatik|day la thu tra loi tu dong
ovo je automats|to je samodejni|זוהי תשובה אוטומטית|זהו מענה אוטומטי|นี่คือการตอบกลับอัตโนมัติ
"""

# That the writer is away.
AWAY = """
befinde mich|im urlaub|ich bin zurzeit nicht|ich bin derzeit nicht|ich bin momentan nicht
ich bin aktuell nicht
nicht im buro|nicht im haus|nicht am arbeitsplatz|bin ich nicht erreichbar|ausser haus
bin im urlaub|bin ich im urlaub|befinde mich im urlaub|befinde ich mich|in elternzeit
in mutterschutz|bin abwesend|bin ich abwesend|bin ich wieder|wieder im buro|wieder erreichbar
actuellement en conge|actuellement absent|je suis absent|je serai absent
suis actuellement absent|suis actuellement en conge
je suis en conge|je suis en vacances|je suis actuellement en|absent du bureau|absente du bureau
hors du bureau|en deplacement|en conge maternite|de retour le|de retour au bureau|sera de retour
je serai de retour|bureau est ferme|bureaux sont fermes|pendant mon absence|en mon absence
me encuentro fuera|estoy fuera de|estare fuera|estoy de vacaciones|estare de vacaciones
me encuentro de|estoy ausente|fuera de la oficina|de baja por|no estare en la oficina
no estoy en la oficina|durante mi ausencia|estare de vuelta|regresare el
estou fora do|estarei fora|estou de ferias|estarei de ferias|estou ausente|estarei ausente
encontro-me ausente|encontro-me de ferias|fora do escritorio|durante a minha ausencia
de licenca|regresso no dia|estarei de volta|chiuso per ferie|ufficio e chiuso|uffici sono chiusi
sono fuori|saro fuori|sono assente|saro assente
sono in ferie|saro in ferie|fuori ufficio|fuori sede|non sono in ufficio|non saro in ufficio
rientrero|in mia assenza|in congedo|saro di ritorno|ik ben momenteel|ik ben afwezig
ben ik afwezig|ik ben niet aanwezig|ik ben niet op kantoor|niet op kantoor|op vakantie|в отпуск
ik ben op vakantie
ik ben met vakantie|met zwangerschapsverlof|ik ben weer|tijdens mijn afwezigheid|ben ik weer
jestem nieobecn|jestem na urlopie|przebywam na urlopie|nie ma mnie w biurze|bede nieobecn
przebywam poza biurem|jestem poza biurem|poza biurem|wracam do pracy|podczas mojej nieobecnosci
w czasie mojej nieobecnosci|na zwolnieniu|sunt in concediu|ma aflu in concediu|voi fi in concediu
nu sunt la birou|nu sunt in birou|sunt plecat|in afara biroului|in lipsa mea|ma intorc pe
voi reveni|voi fi inapoi|in absenta mea|в отпуск съм|отпуск съм|ще бъда в отпуск|извън офиса
отсъствам|ще отсъствам|в мое отсъствие|ще се върна|на работа съм отново|я в отпуске
нахожусь в отпуске|буду в отпуске|меня нет в офисе|буду отсутствовать|отсутствую
вне офиса|в мое отсутствие|вернусь|в декретном отпуске|я у відпустці|перебуваю у відпустці
буду у відпустці|мене немає в офісі|буду відсутн|я відсутн|поза офісом|повернуся
за моєї відсутності|atostogauju|esu atostogose|siuo metu atostog|manes nera|nesu biure
busiu atostogose|grisiu|mano nebuvimo metu|esmu atvalinajuma|atrodos atvalinajuma
neesmu biroja|esmu prombutne|busu atvalinajuma|busu atpakal|manas prombutnes|puhkusel
ειμαι εκτος γραφειου|βρισκομαι εκτος γραφειου|εκτος γραφειου|λειπω|απουσιαζω|θα απουσιαζω
σε αδεια|με αδεια|σε διακοπες|θα επιστρεψω|κατα την απουσια μου|izindeyim|yillik izinde
yillik izindeyim|izinliyim|izinde olacagim|ofis disindayim|ofis disinda|ofiste degilim
tatildeyim|tarihinde donecegim|tarihine kadar|dogum izninde|yoklugumda
أنا خارج المكتب|خارج المكتب|أنا في إجازة|في إجازة|في اجازة|سأكون في إجازة|سأعود
انا حاليا في|خلال غيابي|في غيابي|غير موجود في المكتب|میں چھٹی پر|چھٹی پر ہوں|دفتر سے باہر
دفتر میں نہیں|میری غیر موجودگی|میں واپس آ|رخصت پر|در مرخصی|خارج از دفتر|আমি ছুটিতে|ছুটিতে আছি
ছুটিতে থাকব|অফিসের বাইরে|অফিসে নেই|আমার অনুপস্থিতি|ফিরে আসব|আমি ফিরব|मैं छुट्टी पर|छुट्टी पर हूं
छुट्टी पर हूँ|अवकाश पर|कार्यालय से बाहर|ऑफिस से बाहर|ऑफ़िस से बाहर|मेरी अनुपस्थिति|वापस आऊं
वापस आऊँ|लौटूं|लौटूँ|હું રજા પર|રજા પર છું|રજા ઉપર|ઓફિસની બહાર|ઑફિસની બહાર|ઓફિસમાં નથી
મારી ગેરહાજરી|પાછો આવીશ|પાછી આવીશ|પરત આવીશ|ਛੁੱਟੀ ਤੇ|ਛੁੱਟੀ 'ਤੇ|ਦਫ਼ਤਰ ਤੋਂ ਬਾਹਰ|ਮੇਰੀ ਗੈਰਹਾਜ਼ਰੀ
விடுப்பில்|விடுமுறையில்|அலுவலகத்தில் இல்லை|நான் விடு|我正在休假|我在休假|休假中|我目前不在
我不在办公室|不在办公室|不在辦公室|正在度假|出差|休假|我將不在|我将不在|期间休假|外出期间
休暇をいただ
休暇中|不在にしております|不在にして|出張中|휴가 중|부재 중|부재중|자리를 비|jeg er pa ferie
jeg er ikke
jeg har ferie|ikke pa kontoret|er bortreist|holder ferie|tilbage pa kontoret|er tilbage den
tilbake pa kontoret|er tilbake|i mit fravaer|i mitt fravaer|pa barsel|foraeldrepermisjon
foreldrepermisjon|jag ar pa semester|jag har semester|jag ar inte pa|jag ar ledig|jag ar borta
ar pa tjansteresa|ar tillbaka|ej pa kontoret|foraldraledig|under min franvaro|olen lomalla
olen poissa|en ole paikalla|en ole toimistolla|palaan|vuosilomalla|aitiyslomalla
szabadsagon vagyok|szabadsagon leszek|nem vagyok az irodaban|nem tartozkodom|tavolletem
irodan kivul|visszaerkez|jsem na dovolene|nejsem v kancelari|nejsem pritom|mimo kancelar
v me nepritomnosti|cerpam dovolenou|vratim se|som na dovolenke|nie som v kancelarii
na dopustu|na godisnjem|na godisnjem odmoru|jam me pushime|jam jashte zyres|jashte zyres
fasax ayaan ku jiraa|fasax baan|ma joogo xafiiska|xafiiska kama|waan soo noqon doonaa
saya sedang cuti|sedang bercuti|nghi phep|di vang|ลาพักร้อน|ไม่อยู่ที่สำนักงาน|בחופשה|אינני במשרד
לא נמצא במשרד|niko likizo|nipo likizo
en arret maladie|arret de travail|ne travaille pas|ne consulte pas|est fermee|sommes fermes
sera ferme|seront ferme|conge parental|absent jusqu|absente jusqu|absent du|absente du|rouvrira
rouvrirons|je reprendrai|je reprends le|estoy de baja|estare de baja|me encuentro de baja
permanecera cerrad|estara cerrad|estaremos cerrad|estamos cerrad|cerrado por|cerramos|volvere
vuelvo el|regreso el|permiso de maternidad|permiso de paternidad|no trabajo los|reabrir
nao trabalho as|baixa medica|estou de licenca|esta encerrad|estara encerrad|estaremos encerrad
estamos encerrad|volto dia|volto a|sono in maternita|sono in malattia|sono in permesso|riaprir
chiusi per|chiusa per|chiuso dal|chiusi dal|resteremo chiusi|torno il|tornero|non lavoro il
teilzeit|lese ich keine|arbeite ich nicht|bin krank|krankgeschrieben|bin erkrankt
bleibt geschlossen
ist geschlossen|haben geschlossen|wieder fur sie da|wieder da|nicht erreichbar|werk ik niet
werk niet op|ben ik vrij|ben ziek|is gesloten|zijn gesloten|weer terug|weer bereikbaar
ouderschapsverlof
na zwolnieniu lekarskim|jestem na wakacjach|na macierzynskim|nieczynn|jest zamkniet
bedzie zamkniet
nie czytam|bede dostepn|nie ma mnie|nu lucrez|sunt in delegatie|este inchis|va fi inchis
suntem inchisi
preia mesajele|iznindeyim|raporluyum|hastayim|kapalidir|kapaliyiz|kapali olacak|tatilde
অফিস বন্ধ|বন্ধ থাকবে|কাজে যোগ দেব|আমি অসুস্থ|المكتب مغلق|مكتبنا مغلق|مغلقة|سيعاد فتح|لست في المكتب
انا مريض|دفتر بند|बंद रहेगा|कार्यालय बंद|કાર્યાલય બંધ|ਦਫ਼ਤਰ ਬੰਦ|на больничном|офис закрыт
закрыты до
на каникулах|на лікарняному|офіс зачинен|nuk jam ne zyre|jam ne pushim|ka maqan|maqanahay
দেশের বাইরে|خارج البلاد|لن اتمكن|недоступ|कार्यालय में नहीं|ऑफिस में नहीं|xiran yahay
oficina cerrad
estoy fuera|estare fuera|sunt plecat|nu am acces|non ho accesso|no tengo acceso|nao tenho acesso
je n'ai pas acces|keinen zugriff|geen toegang|nie mam dostepu|нет доступа
estoy de permiso|auf dienstreise|auf geschaftsreise|bin verreist|en formation jusqu|in trasferta
w delegacji|in delegatie|в командировке
"""

# That the writer has left, or that nobody reads what comes to this address.
GONE = """
ne travaille plus|j'ai quitte|a quitte|n'est plus utilise|ne fait plus partie|changement d'adresse
ma nouvelle adresse|n'est pas lue|n'est pas surveille|ya no trabaj|dejado de trabajar
ya no forma parte
ya no esta|nueva direccion de correo|no es monitoread|no se atiende|ja nao trabalh
nao trabalho mais
deixei de trabalhar|ja nao faz parte|ja nao esta|nao e monitorizad|nao e monitorad|nao e lid
non lavoro piu|non lavora piu|non e piu attiv|non e monitorat|non e presidiat|ho lasciato
nicht mehr tatig|nicht mehr im unternehmen|nicht mehr bei uns|ausgeschieden|arbeite nicht mehr
arbeitet nicht mehr|nicht mehr verwendet|wird nicht gelesen|nicht uberwacht|werk niet meer
werkt niet meer|niet meer werkzaam|wordt niet gelezen|niet meer in gebruik|nie pracuje juz
juz nie pracuj|nie jest monitorowan|nie jest sprawdzan|przestalem pracowac|przestalam pracowac
nu mai lucrez|nu mai lucreaza|nu este monitorizat|nu mai face parte|nu mai este folosit
artik calismi|ayrildim|ayrilmistir|takip edilmemekte|kullanilmamakta|আর কাজ করি না|আর কাজ করেন না
এই ঠিকানা আর|لم اعد اعمل|لم يعد يعمل|لا تتم مراقبة|غير مراقب|لم يعد مستخدم|اب کام نہیں
یہاں کام نہیں|अब काम नहीं|હવે કામ|ਹੁਣ ਕੰਮ ਨਹੀਂ|больше не работа|не проверяется|уволил
більше не працю|nebedirb|vairs nestrada|δεν εργαζομαι πλεον|已离职|已離職|不再使用|退職
nuk punoj me|kama shaqeeyo|arbetar inte langre|arbejder ikke laengere
dejo de trabajar|dejare de trabajar|vou deixar de trabalhar|je quitte l
"""

# Whom to turn to instead.
CONTACT = """
veuillez contacter|merci de contacter|vous pouvez contacter|vous pouvez joindre|contactez
adressez-vous
voir avec|dirijase|dirigirse|escriba a|escribe a|contacte con|contacte a|pongase en contacto
contactar
contacte|scrivete a|scrivere a|contattare|contattate|contatti|rivolgersi|rivolgetevi
wenden sie sich
kontaktieren sie|vertretung|vertritt|neem contact op|contact opnemen|terecht bij|prosze pisac
prosze o kontakt|prosimy o kontakt|kontakt:|zastepuje|contactati|contactezi|adresati|iletisime gec
ulasabilir|irtibata gec|yazabilir|yerime|যোগাযোগ করুন|লিখুন|يرجى التواصل|يرجى مراسلة
الرجاء التواصل
للتواصل|رابطہ کریں|संपर्क करें|સંપર્ક કરો|સંપર્ક કરવો|ਸੰਪਰਕ ਕਰੋ|தொடர்பு கொள்ள|обращайтесь
обращаться
пишите на|звоните|звертайтесь|пишіть на|kreipkit|lutdzu sazin|επικοινωνησ|请联系|請聯絡|请与|ご連絡
연락|kontakta|kontakt |yhteytta|forduljon|kontaktujte|kontaktoni|la xiriir|la soo xiriir
escribid a|للاستفسار|позвоните|зателефонуйте|hilft ihnen|helfen ihnen|fale com|ligue para|chiamate
appelez|llame al|zadzwon|sunati|arayin
substituir-me|a substituir|me sustituye|me remplace|mi sostituisce|vervangt mij|inlocuieste
atiende mis|s'occupe de|si occupa di|zajmuje sie|se ocupa de|kummert sich|neemt waar
"""

# What such notes say besides: each kind counts once.
ASIDES = """
vielen dank fur ihre nachricht|vielen dank fur ihre e-mail|vielen dank fur ihre mail
danke fur ihre|merci pour votre message|merci de votre message|merci pour votre mail
merci pour votre email|votre message a bien ete recu|nous avons bien recu|gracias por su mensaje
gracias por tu mensaje|gracias por su correo|gracias por contactar|hemos recibido su
agradecemos o seu contacto|agradecemos o seu contato|obrigado pela sua mensagem
obrigado pelo seu|obrigada pelo seu|obrigada pela sua|recebemos a sua|recebemos o seu
grazie per il suo|grazie per il tuo|grazie per la sua|grazie per averci|abbiamo ricevuto
bedankt voor uw|dank voor uw|dank u voor uw|bedankt voor je|wij hebben uw|dziekuje za wiadomosc
dziekujemy za wiadomosc|dziekuje za kontakt|dziekujemy za kontakt|multumesc pentru mesaj
va multumesc pentru|va multumim pentru|am primit mesajul|благодаря за вашия|благодаря ви за
благодарим ви за|спасибо за ваше|благодарю за ваше|спасибо за письмо|благодарим за обращение
дякую за ваш|дякуємо за ваш|дякую за лист|aciu uz|dekoju uz|dekojame uz|paldies par
σας ευχαριστω για|σας ευχαριστουμε για|ευχαριστω για το|mesajiniz icin tesekkur
e-postaniz icin tesekkur|mailiniz icin tesekkur|شكرا لرسالتك|شكرا على رسالتك|شكرا لتواصلك
شكرًا لرسالتك|شكرا لك على|آپ کے پیغام کا شکریہ|آپ کی ای میل کا شکریہ|ای میل کے لیے شکریہ
আপনার ইমেলের জন্য ধন্যবাদ|আপনার বার্তার জন্য ধন্যবাদ|ইমেইলের জন্য ধন্যবাদ|ইমেলের জন্য ধন্যবাদ
ईमेल के लिए धन्यवाद|संदेश के लिए धन्यवाद|ઈમેલ માટે આભાર|ઇમેઇલ માટે આભાર|સંદેશ માટે આભાર
ਈਮੇਲ ਲਈ ਧੰਨਵਾਦ|感谢您的来信|感谢您的邮件|谢谢您的来信|谢谢您的邮件|您好，您的邮件已收到
您的邮件我已收到
邮件已收到|已收到您的邮件|尽快回复|感謝您的來信|感謝您的來函|お問い合わせいただき|メールを受け取
메일을 보내주셔서
tak for din
takk for din|takk for e-post|tack for ditt|tack for din|tack for att du|kiitos viestistasi
kiitos sahkopostistasi|koszonom levelet|koszonjuk levelet|dekuji za vas|dekujeme za vas
hvala na vas|faleminderit per|waad ku mahadsan tahay fariin|waad ku mahadsantahay
obrigada pelo contacto|obrigado pelo contacto|danke fur deine|gracias por escribir
merci de votre courriel|merci de votre mail|merci pour votre courriel|grazie della sua
grazie della tua|спасибо за сообщение|dziekuje za maila|multumesc pentru email
multumesc pentru e-mail|mailiniz icin|iletiniz icin
"""

URGENT = """
dringend|en cas d'urgence|pour toute urgence|urgence|urgencia|urgente|urgentes|urgenze|urgenza
spoed|pilnych|pilne|urgent|спешн|срочн|термінов|невідкладн|acil |عاجل|طارئ|জরুরি|জরুরী|فوری|ضروری
તાત્કાલિક|अत्यावश्यक|जरूरी|ज़रूरी|तत्काल|ਜ਼ਰੂਰੀ|அவசர|紧急|急事|緊急|急ぎ|至急|긴급|급한|επειγ|skubi
bradskande|haster|akut|kiireelli|surgos|nalehav|steidzam|urgjent|degdeg|דחוף|ด่วน|khan cap
"""

NOT_PASSED_ON = """
a mon retour|bei meiner ruckkehr|nach meiner ruckkehr|a mi regreso|al mio rientro|no meu regresso
bij terugkomst|po powrocie|la intoarcere|после возвращения|після повернення|donusumde|عند عودتي
nicht weitergeleitet|nicht gelesen|n'est pas transfere|ne sont pas transfere|ne sera pas lu
pas acces a mes|non viene inoltrat|non verra lett|niet doorgestuurd|no sera reenviad|no se reenvia
no tendre acceso|acceso limitado|nao sera reencaminhad|acesso limitado|nie jest przekazywan
nie bedzie czytan|nu este redirectionat|acces limitat|beperkt toegang|limitata alla posta
begrenzt erreichbar|eingeschrankt|не пересылается|ограничен доступ|обмежений доступ
"""

# That a letter has come in, as a desk says it.
RECEIVED = """
accusons reception|accuse reception|avons bien recu|a bien ete recu|nous est bien parvenu
nous est parvenu|a ete enregistree|a bien ete pris|prise en compte|merci d'avoir contacte
merci de nous avoir contact|merci de votre interet|hemos recibido su|hemos recibido tu
ha sido recibid|recibimos su|acusamos recibo|ha sido registrad|gracias por ponerse en contacto
gracias por contactar|recebemos a sua|recebemos o seu|foi recebid|acusamos a rece|foi registad
obrigado por nos contactar|obrigado por contactar|obrigado por entrar em contat
obrigado pelo seu contact|agradecemos o seu contact|agradecemos o contact
agradecemos a sua mensagem
abbiamo ricevuto|e stata ricevuta|e stato ricevuto|e stata presa in carico|presa in carico
per averci contattat|per averci scritto|abbiamo preso in carico|nachricht erhalten
anfrage erhalten
e-mail erhalten|mail erhalten|bei uns eingegangen|ist eingegangen|bestatigen den eingang
bestatigen den erhalt|wij hebben uw|we hebben uw|bericht ontvangen|e-mail ontvangen|mail ontvangen
in goede orde|in behandeling|bedankt voor het contact|otrzymalismy|zostala przyjeta
zostalo przyjete
zostala zarejestrowan|zostalo zarejestrowan|dotarla do nas|potwierdzamy otrzymanie
potwierdzamy przyjecie|dziekujemy za wiadomosc|dziekujemy za kontakt|dziekujemy za skontaktowanie
am primit mesajul|am primit solicitarea|am primit emailul|am primit e-mailul|am primit cererea
a fost inregistrat|a fost receptionat|a fost primit|va multumim ca ne-ati|va multumim pentru mesaj
va multumim pentru contact|va multumim pentru email|bize ulas|tarafimiza ulas|mesajinizi aldik
e-postanizi aldik|talebinizi aldik|alinmistir|kaydedilmistir|kayda alin
bizimle iletisime gectiginiz
বার্তা পেয়েছি|বার্তাটি পেয়েছি|ইমেইল পেয়েছি|ইমেল পেয়েছি|ইমেইলটি পেয়েছি|মেইল পেয়েছি
আমাদের কাছে পৌঁছেছে
যোগাযোগ করার জন্য ধন্যবাদ|গৃহীত হয়েছে|استلمنا|تم استلام|وصلتنا|تلقينا|شكرا لتواصل|شكرا على تواصل
نشكركم على تواصل|نشكر تواصل|تم تسجيل|موصول ہو|رابطہ کرنے کا شکریہ|प्राप्त हो
संपर्क करने के लिए धन्यवाद
મળ્યો છે|મળી ગયો|સંપર્ક કરવા બદલ|ਮਿਲ ਗਿਆ|ਸੰਪਰਕ ਕਰਨ ਲਈ ਧੰਨਵਾਦ|கிடைத்தது|பெற்றோம்|தொடர்பு கொண்டதற்கு
ваше обращение|получили ваш|ваше письмо получено|ваше сообщение получено|заявка принята
зарегистрирован|благодарим за обращение|отримали ваш|ваше звернення|ваш лист отримано
получихме ваш|вашето запитване|gavome jusu|jusu uzklausa|esam sanemusi|λαβαμε το|ελαβε το|ληφθηκε
已收到您|收到您的|感谢您联系|感謝您聯絡|お問い合わせを受け付け
お問い合わせいただき|접수되었|문의해 주셔서
vi har mottaget|vi har modtaget|har tagits emot|har mottatt|olemme vastaanottaneet|megkaptuk
obdrzeli jsme|vas dotaz byl|waan helnay|na soo gaartay|e kemi marre|primili smo
a bien ete transmis|a ete transmis|vous contactera|bien ete pris|le atendera|numero de caso
numer sprawy|numer zgloszenia|zgloszenie zostalo|va fi solutionat|numarul de inregistrare
kayit altina|takip numara|নথিভুক্ত|রেফারেন্স নম্বর|رقم المرجع|رقم الطلب|wurde erfasst|erfasst
vorgangsnummer|ticketnummer|wurde registriert|zaaknummer|номер обращения|номер заявки
numero di pratica|numero de processo|numero de pedido|numero de dossier
a ete enregistre|nous ne repondons pas|permanence est|hemos recibido|jest czynn|sa odczytywan
nie odpowiadamy|no respondemos|nao respondemos
jours ouvr|dias habiles|dias laborables|dias uteis|giorni lavorativi|werktag|arbeitstag|werkdagen
dni robocz|zile lucratoare|is gunu|কার্যদিবস|কর্মদিবস|ايام عمل|рабочих дн|робочих дн|работни дни
darbo dien|darba dien|कार्य दिवस|工作日|営業日|un plazo
"""

# That an answer will come, or is slow to come.
LATER = """
dans les meilleurs delais|des que possible|plus brefs delais|reviendrons vers vous
reviendrai vers vous|vous repondr|repondrai|repondrons|sera traite|seront traite|lo antes posible
a la brevedad|en breve|responder|contestar|nos pondremos en contacto
me pondre en contacto|brevidade|assim que possivel|logo que possivel|responderei
responderemos|entraremos em contat|entrarei em contat|il prima possibile|al piu presto
quanto prima|ricontatter|rispondero|risponderemo|ricevera risposta
verra data risposta|schnellstmoglich|so schnell wie moglich|so bald wie moglich
melden uns|melde mich|baldmoglichst|beantwort|bearbeit|zo spoedig mogelijk|zo snel mogelijk
contact met u op|komen erop terug|beantwoord|najszybciej|odpowiemy|odpowiem|odpisz
skontaktujemy sie|cel mai scurt|cat mai curand|cat mai repede|vom raspunde
voi raspunde|vom contacta|reveni cu un raspuns|vom reveni|prendrai connaissance
prendrons connaissance|en kisa sure|en kisa zaman
donus yap|geri donec|cevap ver|yanit ver|size donec|yanitlan|cevaplan|শীঘ্রই|যত তাড়াতাড়ি সম্ভব
উত্তর দেব|জবাব দেব|যোগাযোগ করব|যোগাযোগ করা হবে|في اقرب وقت|اقرب فرصة|سنرد
سوف نرد
بالرد عل|سارد|سنتواصل|سيتم الرد|جلد از جلد|جلد جواب|جلد رابطہ|کام کے دن|جواب دیں گے|जल्द से जल्द
शीघ्र|उत्तर देंगे|जवाब देंगे|संपर्क करेंगे|બને તેટલી|કામકાજના દિવસ|જવાબ આપી
ਜਲਦੀ ਤੋਂ ਜਲਦੀ|ਜਵਾਬ ਦੇਵ
விரைவில்|பதிலளிப்போம்|வேலை நாட்க|в ближайшее время|как можно скорее|ответим|отвечу
свяжемся с вами|найближчим часом|якнайшвидше|відповімо|відповім|възможно най-скоро
ще отговор|ще се свърж|kuo greiciau|atsakys|susisieks|pec iespejas|atbildes
το συντομοτερο|εργασιμ|θα απαντησ|θα επικοινων|尽快|儘快|回复您|回覆您|できるだけ早く
折り返し
최대한 빨리|영업일|답변 드리|snarest|sa snart som mojligt|arbetsdag|virkedag|hverdage
aterkommer|vender tilbage|tar kontakt|mahdollisimman pian|arkipaiv|leheto leghamarabb|munkanap
co nejdrive|pracovnich dn|ugu dhakhsaha|kuu soo jawaab|kula soo xiriir|sa me shpejt|dite pune
delai de|recibira respuesta|odpowiedz zostanie|zbednej zwloki|bilgi verilecek|ожидайте
ответ будет|zostanie udzielon|receberá resposta|vi fara sapere
ফিরব|ফিরছি|volveremos|reviens le|torneremo|wrocimy|vom fi inapoi|вернемся|سنعود|unregelmassig
"""

# What people write who have read our letter: of forms, projects and taking part.
OUR_MATTER = """
formulaire|dossier|projet|candidature|participer|ci-joint|piece jointe|formulario|proyecto
participar|adjunto|adjunta|nos interesa|nos gustaria|candidatura|projeto|em anexo|gostariamos
modulo|progetto|partecipare|allegato|allego|vorremmo|formular|antrag|projekt|anbei|teilnehmen
im anhang|bewerbung|bewerben|formulier|bijlage|deelnemen|meedoen|wniosek|wniosk|formularz|udzial
zainteresowan|zalacz|chcielibysmy|proiect|participa|interesati|atasat|anexat|am dori|basvurumuz
basvuruyu|basvurmak|formunu
proje|katil|ilgileniyor|ekte|আবেদন|ফর্ম|প্রকল্প|অংশ নিতে|আগ্রহী|সংযুক্ত|المشاركة|مهتم|استمارة
النموذج
مشروع|الطلب|مرفق|فارم|منصوب|درخواست|फॉर्म|फ़ॉर्म|परियोजना|आवेदन|ફોર્મ|અરજી|ਫਾਰਮ|ਅਰਜ਼ੀ|விண்ணப்ப
படிவ
анкет|форму|проект|во вложении|участвовать|заявку|заявлени|формуляр|prasym|projekta|αιτηση|φορμα
συμμετ|附件|申请|表格|项目|申請|專案|foom|mashruuc|codsi|jelentkez|zadost|formular
j'envoie|vous envoie|enverrai|enverrons|les envio|le envio|enviare|enviaremos|envia tudo|enviarei
mando il|mandiamo|inviero|invieremo|schicke|schicken wir|senden wir|wysle|wyslemy|przesle|trimitem
voi trimite|vom trimite|gonderece|gonderiyor|পাঠাব|পাঠাচ্ছি|سارسل|سنرسل|भेज|بھیج|ارسال|пришлю
пришлем
отправлю|отправим|вам позвоню|vous appelle|le llamo|te llamo|vi chiamo|rufe sie an|zadzwonie
konnen wir|possiamo|pouvons|mozemy|firmamos|firmare |signera a|signerons|podpisze|podpiszemy
imzala|semnez|semnam|firmero
unterschreib
va trimite|va transmite|budget|angaben|bugetul|budzet|presupuesto|orcamento|butce|бюджет
"""

# What Exchange and others put before the subject of a letter that they could not deliver.
UNDELIVERED = """
undeliverable|retard de remise|remise differee|retraso en la entrega|zustellung verspatet
bezorging vertraagd|vertraagde bezorging|opoznienie dostarczenia|доставка отложена
forsenad leverans|levering forsinket|配信の遅延|延遲傳遞|传递延迟|unzustellbar|nicht zustellbar
zustellung fehlgeschlagen|nicht zugestellt
unzustellbare|zustellungsproblem|zustellung verzogert|fehler bei der zustellung|non remis
message non distribu|non distribuable|non delivre|echec de remise|echec de la remise
echec de distribution|avis de non remise|remise retardee|echec de l'envoi|message non remis
courrier non distribu|no se puede entregar|no entregado|no se ha podido entregar
no se pudo entregar|no se pudo enviar|entrega fallida|error de entrega|fallo en la entrega
no entregable|mensaje devuelto|correo devuelto|entrega retrasada|nao e possivel entregar
nao entregue|nao foi possivel entregar|falha na entrega|falha de entrega|mensagem devolvida
entrega atrasada|non recapitabile|non recapitato|mancata consegna|mancato recapito
impossibile recapitare|recapito non riuscito|recapito ritardato|errore di consegna
onbestelbaar|kan niet worden bezorgd|niet bezorgd|niet afgeleverd|bezorging mislukt
niet te bezorgen|nie mozna dostarczyc|niedostarczon|niedostarczaln|nie dostarczono
zwrot wiadomosci|blad dostarczenia|nelivrabil|imposibil de livrat|nu s-a putut livra
nu poate fi livrat|nedostaveno|недоставено|недоставимо|не може да бъде доставен|недоставлен
не доставлено|не удается доставить|не удалось доставить|невозможно доставить|ошибка доставки
возвращенное письмо|недоставим|не вдалося доставити|неможливо доставити|неотправлен
nepristatyt|nepristatoma|nepavyko pristatyti|nav piegadajams|neizdevas piegadat
μη παραδοτεο|δεν ειναι δυνατη η παραδοση|αδυναμια παραδοσης|αποτυχια παραδοσης|teslim edilemedi
teslim edilemiyor|iletilemedi|gonderilemedi|تعذر التسليم|غير قابل للتسليم|لم يتم التسليم
لم يتم تسليم|অবিতরণযোগ্য|বিতরণ করা যায়নি|वितरित नहीं|डिलीवर नहीं|નહીં થઈ શકી|વિતરિત થઈ શક્યો નહીં
无法送达|无法传递|未送达|未传递|退信|投递失败|无法投递|系统退信|無法傳遞|無法投遞|退信通知|傳送失敗
配信不能|配信できません|配信エラー|送信できません|不達|배달되지 않음|배달할 수 없음|전송 실패|반송
ikke leveret|kan ikke leveres|kunne ikke leveres|ikke levert|uleverbar|leveringsfejl
olevererbart|gick inte att leverera|kunde inte levereras|gar inte att leverera|ei voi toimittaa
toimitus epaonnistui|perille toimittamaton|kezbesithetetlen|nem kezbesitheto|nedoruciteln
nelze dorucit|nedoruceno|isporuka nije uspela|ni mogoce dostaviti|לא ניתן למסירה|ส่งไม่ได้
khong the gui|tidak terkirim|nuk u dorezua
"""

# That a letter was not delivered, as mail systems say it.
NOT_DELIVERED = """
konnte nicht zugestellt werden|konnte leider nicht zugestellt|nicht zugestellt werden
einige oder alle empfanger nicht erreicht|empfanger nicht erreicht|folgenden empfanger
fehler bei der nachrichtenzustellung|n'a pas pu etre remis|n'a pas pu etre delivre
n'a pu etre delivre|n'a pas pu etre distribue|n'a pu etre remis|echec de la remise
n'est pas parvenu|impossible de remettre|n'a pas ete delivre|no se pudo entregar
no se ha podido entregar|no ha podido ser entregado|no pudo ser entregado|no se pudo hacer llegar
no llego a|no se entrego|error en la entrega|nao foi possivel entregar|nao pode ser entregue
nao atingiu|nao foi entregue|non e stato recapitato|non e stato possibile recapitare
non e stato possibile consegnare|impossibile recapitare|non e stato consegnato
kon niet worden bezorgd|kan niet worden bezorgd|niet worden afgeleverd|heeft de volgende
geadresseerden niet bereikt|niet bezorgd|nie zostala dostarczona|nie mogla zostac dostarczona
nie dotarla|nie mozna dostarczyc|nu a putut fi livrat|nu a ajuns la|не удалось доставить
не может быть доставлено|не было доставлено|не доставлено|не може да бъде доставено
не вдалося доставити|nepavyko pristatyti|δεν ηταν δυνατη η παραδοση|δεν παραδοθηκε
teslim edilemedi|iletilemedi|تعذر تسليم|لم يتم تسليم|无法送达|无法传递|未能送达|投递失败|無法傳遞
無法送達|未能傳遞|配信できませんでした|送信できませんでした|配信不能|배달하지 못|전달되지
kunne ikke leveres|kunde inte levereras|har inte levererats|ei voitu toimittaa
nem sikerult kezbesiteni|nebylo mozne dorucit|nelze dorucit|nebylo doruceno
nicht ausgeliefert|nicht gesendet werden|noch nicht zugestellt|wurde abgelehnt|annahme verweigert
zuruckgewiesen|nicht erreichbar|unbekannter empfanger|a ete refuse|a ete rejete|adresse inconnue
est introuvable|n'existe pas|vous est retourne|no hemos podido entregar|ha rechazado|fue rechazado
ha sido rechazado|todavia no se ha entregado|no existe|nao conseguimos entregar|foi recusad
foi rejeitad
nao pode ser entregue|caixa postal inexistente|e stato respinto|non e arrivato|casella non esiste
is geweigerd|adres bestaat niet|is onbekend|zostala odrzucona|nie mozna dostarczyc
skrzynka odbiorcy
a fost respins|nu a putut fi livrat|ulastirilamadi|reddedildi|отклонено|не найден|kunde inte nas
"""


@cache
def of(block: str) -> tuple[str, ...]:
    """The phrases of one of the blocks above, plain."""
    pieces = block.replace("\n", "|").split("|")
    return tuple(dict.fromkeys(plain(piece) for piece in pieces if piece.strip()))


def plain(text: str) -> str:
    """*text* without capitals and accents, apostrophes straight, every gap one blank."""
    text = text.replace("’", "'").lower()
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join([c for c in apart if not unicodedata.combining(c)])
        text = text.replace("ı", "i").replace("ß", "ss").replace("ø", "o").replace("ł", "l")
        text = text.replace("æ", "ae").replace("đ", "d")
    return " ".join(text.split())
