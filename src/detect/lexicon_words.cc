#include <iterator>

#include "detect/lexicon.h"

// English, Spanish, French, German, Portuguese, Italian, and some Dutch and Polish, each without marks on letters.
namespace cloister::detect {
namespace {

using C = Concept;

constexpr LexiconLine kLines[] = {
    {C::card, 0,
     "card|cards|credit card|debit card|creditcard|debitcard|card number|card no|card num|card nr|cardnumber|cc number|"
     "cc|ccn|cc num|pan|visa|mastercard|master card|amex|american express|maestro|diners|diners club|discover|jcb|"
     "unionpay|union pay|tarjeta|tarjetas|tarjeta de credito|tarjeta de debito|numero de tarjeta|carte|carte bancaire|"
     "carte bleue|carte de credit|carte visa|cb|numero de carte|karte|kreditkarte|kreditkartennummer|kartennummer|"
     "bankkarte|debitkarte|girocard|ec karte|kreditkartennr|cartao|cartao de credito|numero do cartao|cartao de debito|"
     "carta|carta di credito|carta di debito|numero di carta|numero carta|numero della carta|bancomat|creditcardnummer|"
     "kaart|kaartnummer|karta|numer karty|payment card|bank card|plastic|long number|16 digit|kreditkarten|postepay|"
     "charge it to|bill it to|pay with|paid with|charge my|please charge|charge this|charge to"},
    {C::cvv, 0,
     "cvv|cvv2|cvc|cvc2|csc|cid|cvn|cav|cvd|security code|card security code|verification value|security number|"
     "card verification|ccv|codigo de seguridad|codigo seguridad|code de securite|cryptogramme|cryptogramme visuel|"
     "crypto visuel|prufnummer|prufziffer|kartenprufnummer|sicherheitscode|sicherheitsnummer|kpn|codigo de seguranca|"
     "codice di sicurezza|codice sicurezza|codice cvv|code cvv|codigo cvv|three digits|three digit|three digit "
     "code|crypto est|3 digits|"
     "tres digitos|trois chiffres|drei ziffern|tre cifre|card code|beveiligingscode|3 digit code|last three digits"},
    {C::cvv_place, 0,
     "on the back|on the front|on front|front of|on back|the back|at the back|back of|on the reverse|al "
     "dorso|reverso|au dos|au verso|auf der "
     "ruckseite|"
     "ruckseite|no verso|verso|atras|parte de atras|detras|sul retro|retro|on the signature strip|signature strip"},
    {C::expiry, 0,
     "exp|expiry|runs out|run out|expires|expiration|expire|expiring|exp date|expiry date|expiration date|valid "
     "until|valid thru|val|geldig tot|vervalt|wazna do|data waznosci|scad|"
     "valid through|valid to|good thru|good through|caduca|caducidad|fecha de caducidad|vence|vencimiento|"
     "fecha de vencimiento|valida hasta|expiracion|expire le|expire fin|date dexpiration|date d expiration|"
     "expiration|valable jusquau|valable jusqu au|fin de validite|gultig bis|gueltig bis|ablaufdatum|ablauf|"
     "verfallsdatum|lauft ab|validade|valido ate|data de validade|vence em|scadenza|scade|data di scadenza|"
     "valida fino|valida fino al|validita|validade ate|validez|validite|vervaldatum|mm yy|mm aa"},
    {C::ssn, 0,
     "ssn|ss|s s n|ssns|social|social security|social security number|social security no|soc sec|socials|social number|"
     "ss number|social sec|seguro social|numero de seguro social|numero de seguridad social|social security num|"
     "soc sec number|social is"},
    {C::iban, 0, "iban|ibans|iban number|iban nummer|international bank account number"},
    {C::account, 0,
     "numero de cuenta bancaria|numero de compte bancaire|numero de conta bancaria|numero di conto corrente|numero di "
     "conto bancario|account number|account no|account num|account nr|acct|acct number|acct no|acct num|acc number|acc "
     "no|a c|a c no|"
     "accountnumber|accountno|bank account|bank account number|checking account|savings account|current account|"
     "checking|savings|bank acct|account details|bank details|numero de cuenta|cuenta bancaria|cuenta numero|"
     "nro de cuenta|no de cuenta|cuenta corriente|cuenta de ahorros|clabe|cbu|numero de compte|compte bancaire|"
     "n de compte|no de compte|rib|kontonummer|kontonr|kto|kto nr|konto nr|bankkonto|bankverbindung|numero da "
     "conta|conta bancaria|"
     "conta corrente|conta poupanca|nib|numero di conto|conto corrente|numero conto|conto bancario|c c|rekeningnummer|"
     "numer konta|beneficiary account|account number is|ifsc|acct nbr|numero de conta|conta numero|direct debit"},
    {C::account_word, 0, "account|accounts|acc|cuenta|compte|konto|conta|conto"},
    {C::routing, 0,
     "routing|routing number|routing no|routing num|aba|aba number|aba routing|rtn|transit number|transit|bsb|"
     "bsb number|blz|bankleitzahl|code guichet|code banque|ach|ach routing|wire routing|routing code|agencia"},
    {C::sort_code, 0, "sort code|sortcode|sort|sort code is|sc|s c"},
    {C::bank, 0,
     "bank|banking|banco|banque|banca|chase|barclays|hsbc|lloyds|natwest|santander|sparkasse|wells fargo|citibank|"
     "deposit|direct deposit|payout|refund to|wire|transfer|transferencia|virement|uberweisung|bonifico|payroll"},
    {C::national_id, 0,
     "national id|national id number|id number|id no|id card|id card number|identity card|identity number|"
     "identification number|national identity number|national identification number|national number|id nr|"
     "personal number|personal id|personal identification number|citizen id|citizen number|identity document|"
     "tax id|tax number|tax id number|taxpayer number|taxpayer id|tax identification number|tin|fiscal code|"
     "tax file|tax ref|government id|documento de identidad|documento|cedula|numero de identidad|"
     "documento de identificacion|carte didentite|carte d identite|numero didentite|numero d identite|cni|piece "
     "didentite|"
     "ausweis|ausweisnummer|personalausweis|personalausweisnummer|identifikationsnummer|documento de identidade|"
     "carta didentita|carta d identita|documento didentita|numero didentita|identificativo|"
     "insurance number|health number|health card|health card number|social insurance|ids"},
    {C::passport, 0,
     "passport|passports|passport number|passport no|passport num|passport nr|passport is|pasaporte|"
     "numero de pasaporte|passeport|numero de passeport|reisepass|reisepassnummer|passnummer|pass nr|passaporte|"
     "numero do passaporte|passaporto|numero di passaporto|numero passaporto|paspoort|paspoortnummer|paszport"},
    {C::licence, 0,
     "driving licence|driving license|drivers licence|drivers license|driver licence|driver license|licence number|"
     "license number|driving licence number|drivers license number|driver license number|dl|dl number|dl no|"
     "driving lic|drivers lic|licencia de conducir|carnet de conducir|permiso de conducir|licencia de manejo|"
     "permis de conduire|numero de permis|permis|fuhrerschein|fuehrerschein|fuhrerscheinnummer|fuhrerschein nr|"
     "fuhrerscheinnr|carta de conducao|carteira de motorista|cnh|carteira de habilitacao|habilitacao|patente|"
     "patente di guida|numero patente|numero di patente|rijbewijs|rijbewijsnummer|prawo jazdy|dvla|license no|"
     "licence no|driving license number|drivers licence number|driver s license|driver s licence|driver licence "
     "number"},
    {C::birth, 0,
     "born|date of birth|birth date|birthdate|birthday|bday|b day|dob|d o b|birth|d b|date birth|nacido|naci|nacida|"
     "fecha de nacimiento|nacimiento|cumpleanos|nacio|f nac|fec nac|ne le|nee le|date de naissance|naissance|"
     "anniversaire|ne|nee|geboren|geboren am|geburtsdatum|geb|geburtstag|geb datum|nascido|nascida|nasci|"
     "data de nascimento|nascimento|aniversario|nascita|nato|nata|nato il|nata il|data di nascita|compleanno|"
     "geboortedatum|geboren op|urodzony|urodzona|data urodzenia|sono nato|sono nata|ddn|dt nasc|dn"},
    {C::email, 0,
     "email|e mail|emails|mail|mail address|email address|e mail address|email me|mail me|write to|write me|reach me|"
     "gmail|hotmail|yahoo|outlook|icloud|inbox|correo|correo electronico|mi correo|direccion de correo|courriel|"
     "adresse mail|adresse email|mel|adresse e mail|e mail adresse|mailadresse|emailadresse|e mailadresse|"
     "endereco de email|e mail e|posta elettronica|indirizzo email|indirizzo e mail|indirizzo di posta|mailbox|"
     "forward it to|send it to|send to|contact me at|paypal|zelle"},
    {C::phone, 0,
     "phone|phones|phone number|phone no|telephone|telephone number|tel|tel no|mobile|mobile number|mob|cell|cellphone|"
     "cell phone|cell number|landline|home number|work number|contact number|contact no|whatsapp|telegram|signal|"
     "telefono|telefono movil|movil|celular|numero de telefono|fijo|telephone portable|portable|mon numero|"
     "numero de telephone|fixe|handy|handynummer|telefon|telefonnummer|telefonnr|mobilnummer|festnetz|rufnummer|"
     "handynr|mobil|telefone|telemovel|numero de telefone|cel|numero di telefono|cellulare|numero cellulare|"
     "telefoonnummer|mobiel|fax|ph|cell no|phone is|ph no|mobile no|my digits|fon|hotline|zap|zapzap"},
    {C::call, 0,
     "call|call me|call me on|call me at|call us|ring|ring me|ring me on|text|text me|reach|reach me at|reach me on|"
     "reachable|contact|my number|dial|callback|call back|phone me|message me|llamame|llamar|llame|llamenme|"
     "mi numero|contactar|appelez|appelez moi|appeler|rappelez|rappelez moi|joindre|joignable|rappeler|ruf|anrufen|"
     "ruf mich|rufen sie|zuruckrufen|ruckruf|erreichbar|erreichen|meine nummer|ligue|ligar|me ligue|meu numero|"
     "ligue me|ligue para|contato|contacto|chiamami|chiamare|chiamatemi|richiamare|richiamami|il mio numero|"
     "mio numero|contattare|bel me|voicemail|txt me|hit me up|my new number"},
    {C::ip, 0,
     "ip|ip address|ips|ipv4|ipv6|ip addr|direccion ip|adresse ip|ip adresse|endereco ip|indirizzo ip|client ip"},
    {C::ip, 1, "host|server|connecting from|logged in from|remote addr"},
    {C::password, 0,
     "password|passwords|passwd|pwd|pw|pass word|passcode|pass code|passphrase|pass phrase|passwort|pass|psw|pswd|"
     "pasword|passwrd|passord|pword|pwrd|p w|kennwort|passworter|contrasena|contrasenas|contrasenia|clave|"
     "clave de acceso|mi clave|mot de passe|mdp|motdepasse|senha|senhas|palavra passe|palavra chave|parola chiave|"
     "parola dordine|chiave di accesso|parola segreta|wachtwoord|haslo|passkey|login password|wifi password|"
     "wifi key|network key|wifi code|zugangscode|zugangspasswort|wlan schlussel|codigo de acceso|code dacces|"
     "codigo de acesso|codice di accesso|codice accesso|master password|encryption key|recovery phrase|seed phrase|"
     "secret phrase|mnemonic|recovery words|recovery key|backup phrase|temporary password|temp password|db password|"
     "dbpassword|userpassword|user password|admin password|root password|sudo password|pgpassword|mysql pwd|"
     "db pass|dbpass|keyphrase|p ssword|p sswd|p ss|passw rd"},
    {C::password, 1, "changed it to|change it to|reset it to|set it to|make it|changed to"},
    {C::pin, 0,
     "pin|pin code|pin number|pincode|pin no|pin is|card pin|atm pin|codigo pin|code pin|pin nummer|geheimzahl|codigo "
     "secreto|"
     "code secret|code confidentiel|codice pin|codice segreto|clave pin|nip|numero secreto|door code|gate code|"
     "alarm code|unlock code|lock code|entry code|access code|security pin|telephone pin|puk|safe code|"
     "screen lock|pin de la tarjeta|geheimnummer|pin da minha conta"},
    {C::code_sent, 0,
     "otp|authenticator|authenticator app|google authenticator|guard code|one time code|one time "
     "password|one time "
     "pin|one time passcode|verification code|confirmation pin|"
     "verification number|2fa|fa code|2fa code|two factor code|mfa code|sms code|auth code|authentication code|"
     "authenticator code|authorization code|authorisation code|login code|sign in code|signin code|security pass|"
     "whatsapp code|text code|texted code|codigo de verificacion|codigo de confirmacion|codigo sms|codigo de un solo "
     "uso|"
     "code de verification|code de confirmation|code recu|code sms|code par sms|bestatigungscode|verifizierungscode|"
     "tan|sms tan|einmalcode|einmalpasswort|freischaltcode|authentifizierungscode|codigo de verificacao|"
     "codigo de confirmacao|codigo de autenticacao|codice di verifica|codice otp|codice di conferma|codice sms|"
     "codigo otp|code otp|totp|backup code|recovery code|reset code|6 digit code|six digit code|passcode sent|"
     "code you sent|code i got|code i received|code you texted|code from the text|code from the app|code from the sms|"
     "code that came|code that was sent|verifizierungs code|sicherheits tan|mtan|push tan|4 digit code|verify code|"
     "code sent to|codigo que me enviaron|codigo que recibi|codigo que me llego|code que jai recu|code recu par|"
     "code den ich|codigo que recebi|codice che ho ricevuto|codice ricevuto|codigo recibido|codigo recebido"},
    {C::code, 0, "code|codes|codigo|codice|kode|cod"},
    {C::secret_answer, 0,
     "mothers maiden name|mother maiden name|maiden name|moms maiden name|mums maiden name|mother s maiden name|"
     "security answer|secret answer|answer to my security question|security question answer|secret word|memorable word|"
     "memorable name|memorable place|secret question|security question|security word|safe word|codeword|code word|"
     "first pet|first pets name|name of my first pet|pets name|first pet s name|my first pet|first school|"
     "favourite teacher|favorite teacher|childhood nickname|apellido de soltera|apellido de soltera de mi madre|"
     "palabra secreta|pregunta de seguridad|respuesta secreta|respuesta de seguridad|nom de jeune fille|"
     "nom de jeune fille de ma mere|mot secret|reponse secrete|question secrete|question de securite|"
     "reponse a la question secrete|madchenname|madchenname meiner mutter|geburtsname meiner mutter|sicherheitsfrage|"
     "sicherheitsantwort|antwort auf die sicherheitsfrage|geheimwort|geheime antwort|kundenkennwort|nome de solteira|"
     "nome de solteira da minha mae|palavra secreta|resposta secreta|resposta de seguranca|pergunta de seguranca|"
     "cognome da nubile|cognome da nubile di mia madre|risposta segreta|risposta di sicurezza|"
     "domanda di sicurezza|primer mascota|primera mascota|mi primera mascota|premier animal|erstes haustier|"
     "primeiro animal|primo animale|primo animale domestico|nickname as a child|street i grew up on|first car was"},
    {C::login, 0,
     "login|log in|logins|username|user name|user|usr|userid|user id|usuario|utilisateur|identifiant|nom dutilisateur|"
     "benutzer|benutzername|nutzername|zugangsdaten|utilizador|nome de usuario|utente|nome utente|credentials|creds|"
     "credenciales|identifiants|credenciais|credenziali|sign in|signin|logon|anmeldung|anmeldedaten|acceso|acesso|"
     "accesso|u p|u pw|log on|account login|gebruikersnaam"},
    {C::login, 1, "mysql|mysqldump|curl|sshpass|redis cli|mongo|wget"},
    {C::api_key, 0,
     "api key|apikey|api keys|api secret|apisecret|secret key|secretkey|access key|accesskey|access key id|private key|"
     "privatekey|client secret|clientsecret|consumer secret|consumer key|license key|signing key|webhook secret|"
     "secret access key|aws secret|aws key|shared secret|app secret|api token|apitoken|account key|accountkey|"
     "clave api|cle api|api schlussel|chave de api|chave api|chiave api|secret|session key|master key|"
     "integration key|service key|deploy key|write key|ssh key|sas key|key"},
    {C::token, 0,
     "token|tokens|access token|accesstoken|auth token|authtoken|bearer|bearer token|refresh token|refreshtoken|"
     "session token|personal access token|pat|jwt|id token|authorization|bot token|session id|sessionid|sid|"
     "x api key|x auth token|jeton|oauth token|csrf token"},
    {C::wallet, 0,
     "wallet|wallets|wallet address|btc|bitcoin|eth|ethereum|ltc|litecoin|doge|dogecoin|xrp|ripple|tron|trx|usdt|usdc|"
     "monero|xmr|solana|sol|cardano|ada|crypto|crypto address|metamask|ledger|billetera|cartera|portefeuille|"
     "geldborse|brieftasche|carteira|portafoglio|bitcoin address|btc address|eth address|deposit address|coinbase"},
    {C::order, 0,
     "mon numero de client|mon numero client|mon numero de commande|mon numero de dossier|mi numero de cliente|mi "
     "numero de pedido|meu numero de cliente|meu numero de pedido|mio numero cliente|mio numero di cliente|mio numero "
     "ordine|order|orders|order number|order no|order id|ordernumber|orderid|po|purchase "
     "order|invoice|invoices|invoice "
     "number|"
     "invoice no|bill|receipt|ticket|tickets|ticket number|ticket no|ticket id|case|case number|case id|case no|"
     "claim|claim number|reference|reference number|reference no|ref|ref no|ref number|refnumber|booking|booking "
     "number|"
     "booking reference|booking ref|reservation|confirmation|confirmation number|confirmation no|transaction|"
     "transaction id|transaction number|txn|txn id|transaction ref|request id|request|incident|incident number|"
     "customer number|customer id|customer no|client number|client id|client no|member id|membership|membership number|"
     "member number|loyalty|loyalty number|loyalty card|loyalty card number|gift card|gift card number|giftcard|"
     "gift voucher|voucher|voucher number|coupon|coupon code|promo|promo code|points|rewards|rewards number|frequent "
     "flyer|"
     "frequent flyer number|miles|subscription|subscription id|policy|policy number|contract|contract number|"
     "meter|meter number|meter reading|job|job number|job id|jobid|quote|quote number|quotation|po number|rma|rma "
     "number|"
     "return number|return id|batch|lot|lot number|process|pid|thread|session|user agent|record|record id|row|"
     "message id|msg id|event id|trace id|span id|correlation id|request number|application number|"
     "application id|deal|lead|document number|document no|form|article|case ref|pedido|pedidos|numero de pedido|"
     "factura|numero de factura|reserva|referencia|numero de referencia|recibo|numero de cliente|numero de caso|"
     "incidencia|localizador|expediente|commande|commandes|numero de commande|facture|numero de facture|dossier|"
     "numero de dossier|reference client|numero client|numero de client|reservation numero|billet|bon de commande|"
     "bestellung|bestellnummer|bestellnr|auftrag|auftragsnummer|auftragsnr|rechnung|rechnungsnummer|rechnungsnr|"
     "kundennummer|kundennr|vorgang|vorgangsnummer|ticketnummer|buchung|buchungsnummer|referenznummer|aktenzeichen|"
     "vertragsnummer|vertrag|zahlernummer|fallnummer|belegnummer|encomenda|numero do pedido|numero da encomenda|fatura|"
     "fatura numero|nota fiscal|protocolo|numero de protocolo|numero do protocolo|chamado|numero de cliente|referencia "
     "numero|"
     "ordine|ordini|numero ordine|numero dordine|numero di ordine|fattura|numero fattura|ricevuta|prenotazione|"
     "codice prenotazione|pratica|numero pratica|codice cliente|numero cliente|riferimento|bestelling|bestelnummer|"
     "factuur|zamowienie|numer zamowienia|faktura|boleto|codigo de barras do boleto|kassenbon|parking|"
     "store card|travel card|oyster|library card|sim card|sim|graphics card|sd card|memory card|iccid|library|club "
     "card|"
     "clubcard|bonus card|student id|employee id|employee number|staff id|badge|badge number|asset|asset tag|"
     "device id|deviceid|order reference|merchant id|terminal id|mid|tid|arn|auth code is|rrn number|stan|"
     "approval code|donor id|participant id|meeting id|zoom|webinar id|conference id|dial in|game id|player id|uid|"
     "friend code|account id|site id|store number|store no|branch number|kiosk|locker|pnr|e "
     "ticket|eticket|flight|flight number|"
     "seat|train|gate|table|room|customer reference|sap|vendor id|vendor number|supplier number|vat|vat number|vat no|"
     "vat id|company number|registration number|company registration|ust id|ust idnr|siret|siren|kvk|cnpj|partita "
     "iva|p iva|"
     "handelsregister|hrb|duns|ein|tax invoice|cif|licence plate|license "
     "plate|plate|kennzeichen|immatriculation|matricula"},
    {C::tracking, 0,
     "tracking|tracking number|tracking no|tracking id|tracking code|track|tracked|parcel|package|shipment|"
     "shipment number|shipping|shipping "
     "number|consignment|waybill|airwaybill|awb|courier|carrier|ups|usps|fedex|dhl|dpd|gls|"
     "hermes|evri|royal mail|yodel|tnt|correos|seur|colissimo|chronopost|la poste|mondial relay|poste italiane|brt|"
     "bartolini|ctt|sedex|rastreio|codigo de rastreio|rastreamento|seguimiento|numero de seguimiento|envio|guia|"
     "numero de guia|suivi|numero de suivi|colis|sendung|sendungsnummer|sendungsverfolgung|paket|paketnummer|"
     "spedizione|numero di spedizione|tracciamento|codice tracking|pacco|pacchetto|paquete|encomenda rastreio|delivery|"
     "delivery number|delivered|delivery note|container|bill of lading|postnl|inpost|canada post|australia post|aramex|"
     "lasership|ontrac|shipped|dispatch|dispatched|postage|lieferung|lieferschein|livraison|entrega|consegna"},
    {C::product, 0,
     "sku|skus|item|item number|item no|item code|product|product code|product id|product number|part number|"
     "part no|partnumber|p n|model|model number|model no|serial|serial number|serial no|sn|s "
     "n|isbn|issn|ean|upc|gtin|asin|"
     "barcode|bar code|imei|meid|imsi|mac|mac address|catalog|catalogue|catalogue number|article number|art nr|"
     "artikelnummer|artikel|artikelnr|seriennummer|modell|modellnummer|teilenummer|producto|codigo de producto|"
     "codigo del producto|numero de serie|numero de modelo|modelo|articulo|produit|code produit|code article|modele|"
     "numero de serie du produit|produto|codigo do produto|prodotto|codice prodotto|codice articolo|numero di serie|"
     "modello|articolo|codigo de barras|code barre|code barres|strichcode|codice a barre|firmware id|vin|chassis|"
     "chassis number|engine number|frame number|toner|cartridge|din|iso|rfc|cve|doi|isin|wkn|cusip|lei"},
    {C::version, 0,
     "version|versions|upgrade|upgraded|downgrade|ver|v|release|build|build number|firmware|software|app "
     "version|update|patch|android|ios|windows|"
     "chrome|firefox|safari|driver|kernel|revision|rev|versione|versao|bios|ubuntu|debian|node|java|python|section|"
     "chapter|paragraph|clause|abschnitt|kapitel|upgraded to|updated to|running|agent|mozilla|applewebkit|edg|"
     "opera|assembly|api version|sdk|npm|package version|oid|schema"},
    {C::price, 0,
     "price|prices|amount|total|subtotal|cost|costs|paid|pay|charged|charge|refund|refunded|balance|eur|usd|gbp|chf|"
     "euro|euros|dollar|dollars|bucks|pounds|quid|cents|brl|reais|real|precio|importe|monto|saldo|coste|costo|prix|"
     "montant|solde|preis|betrag|summe|guthaben|preco|valor|quantia|prezzo|importo|totale|discount|fee|fees|salary|"
     "revenue|percent|kg|km|cm|mm|ml|kb|mb|gb|tb|bytes|ms|seconds|minutes|hours|days|weeks|items|units|pieces|pcs|"
     "rows|lines|records|visitors|users|quantity|qty|jpy|cad|aud|inr|pln|sek|population|distance|count|size"},
    {C::time, 0,
     "timestamp|time|timestamps|epoch|unix time|created at|updated at|utc|gmt|date|am|pm|today|tomorrow|yesterday|"
     "monday|tuesday|wednesday|thursday|friday|saturday|sunday|fecha|hora|heure|datum|uhr|uhrzeit|data|ora|ore|"
     "millis|milliseconds|elapsed|duration|ts|iat|ttl|since|hours open|opening hours|deadline"},
    {C::hash, 0,
     "commit|commits|sha|sha1|sha256|md5|hash|checksum|digest|guid|uuid|etag|fingerprint|git|branch|merge|blob|"
     "revision id|nonce|cursor|object id|objectid|docker|image|container id|txid|tx hash|tx|transaction hash|block|"
     "block hash|contract address|smart contract|merkle|pointer|address 0x|memory|offset|register|stack|frame|crash|"
     "exception|errno|error|warn|warning|debug|trace|log|logs|line|id|ids|deployment|pod|instance|request id|"
     "cache key|build id|css|color|colour|hex"},
    {C::ending, 0,
     "ending|ending in|ending with|ends in|ends with|end in|last 4|last four|last four digits|last 4 digits|last "
     "digits|final four|"
     "terminada en|termina en|acaba en|acabada en|ultimos cuatro|ultimos 4|ultimos digitos|se terminant par|"
     "finissant par|finit par|termine par|quatre derniers|derniers chiffres|endet auf|endend auf|letzten vier|"
     "endziffern|letzte vier|terminando em|termina em|final|ultimos quatro|che finisce|finisce con|finisce per|termina "
     "con|"
     "ultime quattro|ultime 4|ultime cifre|xxxx|finale"},
    {C::code_kind, 0,
     "error|promo|promotional|discount|coupon|voucher|gift|zip|postal|post|country|area|dial|dialling|dialing|product|"
     "item|status|response|exit|http|qr|bar|source|sort|booking|reference|ref|tracking|order|color|colour|model|"
     "swift|bic|branch|return|referral|invite|invitation|dress|reason|currency|language|airport|hs|tariff|tax|building|"
     "key|fault|diagnostic|stop|redeem|redemption|campaign|store|shop|partner|agent|departamento|postleitzahl|plz|"
     "descuento|promocional|reduction|rabatt|gutschein|fehler|erreur|sconto|desconto|errore|erro|cupon|cupom|"
     "parrainage|"
     "amigo|regalo|cadeau|presente|regionale|activity|line|lines|unit|iso|timezone|vat|mcc|sic|merchant|icd|cpt|ndc|"
     "course|class|event|machine|morse|byte|native|legacy|dead|write|review|pull|postcode|cap|cep|kundenservice"},
    {C::copula, 0,
     "is|was|are|its|used to be|it "
     "s|be|being|equals|reads|es|era|seria|est|etait|ist|lautet|war|sind|sao|sera|called|named|"
     "se llama|sappelle|s appelle|heisst|heist|chama se|si chiama|as follows|should be|would be|to be|now|will be|"
     "follows|here|fue|foi|soll sein|wasnt|set to|new one is|es el|es la|ist die|e il|goes"},
    {C::maybe_copula, 0, "e|s"},
    {C::negation, 0,
     "not|isnt|arent|failed|fails|failing|failure|dont|didnt|doesnt|wont|cant|cannot|never|no|forgot|forgotten|lost|"
     "wrong|incorrect|invalid|reset|"
     "resetting|"
     "change|changed|expired|without|olvide|olvidado|no recuerdo|incorrecta|oublie|perdu|incorrect|vergessen|falsch|"
     "nicht|kein|keine|esqueci|incorreta|errada|dimenticato|sbagliata|non|nao|error|wasnt"},
    {C::digit, 0, "zero|oh|o|nought|naught|nil|cero|null|zeros|ohh"},
    {C::digit, 1, "one|uno|una|un|une|eins|ein|eine|um|uma|won"},
    {C::digit, 2, "two|dos|deux|zwei|zwo|dois|duas|due|too"},
    {C::digit, 3, "three|tres|trois|drei|tre|tree"},
    {C::digit, 4, "four|cuatro|quatre|vier|quatro|quattro|fore|fower"},
    {C::digit, 5, "five|cinco|cinq|funf|fuenf|cinque|fife"},
    {C::digit, 6, "six|seis|sechs|meia|sei|sex"},
    {C::digit, 7, "seven|siete|sept|sieben|sete|sette"},
    {C::digit, 8, "eight|ocho|huit|acht|oito|otto|ate"},
    {C::digit, 9, "nine|nueve|neuf|neun|nove|niner|nein"},
    {C::number, 10, "ten|diez|dix|zehn|dez|dieci"},
    {C::number, 11, "eleven|once|onze|elf|undici"},
    {C::number, 12, "twelve|doce|douze|zwolf|zwoelf|doze|dodici"},
    {C::number, 13, "thirteen|trece|treize|dreizehn|treze|tredici"},
    {C::number, 14, "fourteen|catorce|quatorze|vierzehn|catorze|quattordici"},
    {C::number, 15, "fifteen|quince|quinze|funfzehn|quindici"},
    {C::number, 16, "sixteen|dieciseis|seize|sechzehn|dezasseis|dezesseis|sedici"},
    {C::number, 17, "seventeen|diecisiete|dix sept|siebzehn|dezassete|dezessete|diciassette"},
    {C::number, 18, "eighteen|dieciocho|dix huit|achtzehn|dezoito|diciotto"},
    {C::number, 19, "nineteen|diecinueve|dix neuf|neunzehn|dezanove|dezenove|diciannove"},
    {C::tens, 20, "twenty|veinte|vingt|zwanzig|vinte|venti"},
    {C::tens, 30, "thirty|treinta|trente|dreissig|dreisig|trinta|trenta"},
    {C::tens, 40, "forty|fourty|cuarenta|quarante|vierzig|quarenta|quaranta"},
    {C::tens, 50, "fifty|cincuenta|cinquante|funfzig|cinquenta|cinquanta"},
    {C::tens, 60, "sixty|sesenta|soixante|sechzig|sessenta|sessanta"},
    {C::tens, 70, "seventy|setenta|septante|siebzig|settanta"},
    {C::tens, 80, "eighty|ochenta|quatre vingt|quatre vingts|huitante|octante|achtzig|oitenta|ottanta"},
    {C::tens, 90, "ninety|noventa|nonante|neunzig|novanta"},
    {C::repeat, 2, "double|doble|doppel|duplo|doppio|twice"},
    {C::repeat, 3, "triple|treble|dreifach|triplo"},
    {C::connector, 0,
     "and|then|und|dann|y|et|puis|ensuite|luego|depois|poi|dash|space|hyphen|espacio|espaco|guion|tiret|espace|strich|"
     "bindestrich|leerzeichen|spazio|trattino|traco|hifen|minus|comma|again|x|followed by|next"},
    {C::part, 0,
     "first|second|third|last|half|rest|part|part one|part two|part three|bit one|bit "
     "two|other|remaining|beginning|begin|begins|start|starts with|ends "
     "with|digits|numbers|"
     "ok|okay|sorry|oops|wait|sec|hold on|hang on|continued|cont|more|finally|here is the "
     "rest|primera|segunda|mitad|resto|"
     "parte|numeros|digitos|premiers|premiere|deuxieme|moitie|reste|suite|chiffres|erste|zweite|halfte|ziffern|zahlen|"
     "primeira|metade|primi|prima|meta|cifre|le|la|il|el|the|that|are|is|it|then the|with|group|block|bit|four|eight|"
     "moment|espera|attends|moment bitte|aspetta|espere|um momento|un momento|un attimo|one "
     "second|letzte|letzten|weiter"},
    {C::at_word, 0,
     "at|arroba|arobase|arobas|chez|klammeraffe|affenschwanz|chiocciola|chiocchiola|at sign|aet|apenstaartje"},
    {C::dot_word, 0, "dot|punto|point|punkt|ponto|period|full stop|dotcom|punkti|punt"},
    {C::dash_word, 0, "dash|hyphen|minus|guion|tiret|bindestrich|minuszeichen|hifen|traco|trattino"},
    {C::underscore_word, 0,
     "underscore|under score|guion bajo|tiret du bas|tiret bas|underline|unterstrich|sublinhado|trattino basso|"
     "underscore sign"},
    {C::month, 1, "jan|january|enero|janvier|januar|janner|janeiro|gennaio"},
    {C::month, 2, "feb|february|febrero|fevrier|februar|fevereiro|febbraio"},
    {C::month, 3, "mar|march|marzo|mars|marz|maerz|marco"},
    {C::month, 4, "apr|april|abril|avril|aprile"},
    {C::month, 5, "may|mayo|mai|maio|maggio"},
    {C::month, 6, "jun|june|junio|juin|juni|junho|giugno"},
    {C::month, 7, "jul|july|julio|juillet|juli|julho|luglio"},
    {C::month, 8, "aug|august|agosto|aout"},
    {C::month, 9, "sep|sept|september|septiembre|septembre|setembro|settembre"},
    {C::month, 10, "oct|october|octubre|octobre|oktober|okt|outubro|ottobre"},
    {C::month, 11, "nov|november|noviembre|novembre|novembro"},
    {C::month, 12, "dec|december|diciembre|decembre|dezember|dez|dezembro|dicembre"},
    {C::mine, 0, "my|mine|mi|mon|ma|mes|mein|meine|meinem|meinen|minha|meu|mio|mia|our|meus"},
    {C::send, 0,
     "sent|send|texted|received|got|came|enviaron|recibi|recu|envoye|erhalten|geschickt|bekommen|recebi|enviaram|"
     "ricevuto|mandato|arrived|llego|chegou|arrivato|recibido|sms|text message"},
    {C::use, 0, "use|using|try|enter|type|typed|put|usa|utilise|nimm|nutze|entered|tried|with"},
    {C::common, 0,
     "working|broken|saved|stored|required|needed|missing|empty|blank|correct|right|fine|good|bad|safe|secure|"
     "strong|weak|short|long|simple|easy|hard|difficult|unique|different|protected|encrypted|hashed|visible|hidden|"
     "public|private|sensitive|accepted|rejected|recognized|recognised|known|unknown|locked|blocked|compromised|"
     "leaked|hacked|stolen|stuck|ready|available|valid|been|asked|asking|going|getting|giving|supposed|written|"
     "string|str|char|text|varchar|none|undefined|true|false|optional|boolean|bool|int|integer|object|function|var|"
     "let|const|void|self|env|config|field|value|input|placeholder|label|form|plaintext|unset|nil|something|anything|"
     "nothing|"
     "everything|important|confidential|personal|yours|ours|hers|set|case|correctly|properly|longer|shorter|"
     "stronger|weaker|made|enough|sufficient|complex|random|secret|used|shared|below|above|attached|outdated|out|"
     "off|much|more|less|must|should|can|will|would|could|may|on file|recently|not|fake|compulsory|mandatory|"
     "obvious|common|popular|annoying|generated|emailed|mailed|expiring|unchanged|updated|changing|disabled|enabled|"
     "inactive|active|correcta|correcto|demasiado|segura|seguro|debil|vieja|bloqueada|caducada|invalida|obligatoria|"
     "incorrecto|olvidada|distinta|corta|larga|falsch|abgelaufen|gesperrt|unbekannt|korrekt|sicher|unsicher|schwach|"
     "stark|kurz|lang|ungultig|richtig|weg|geandert|faux|expire|expiree|refuse|refusee|bloque|bloquee|toujours|pas|"
     "correcte|invalide|errone|erronee|courte|longue|faible|errata|errato|scaduta|corretta|bloccata|vecchia|nuova|"
     "debole|sicura|sbagliato|scorretta|incorreto|expirou|bloqueado|fraca|forte|antiga|certa|errado|vencida|curta|"
     "valida|invalido|nowhere|everywhere|somewhere|unavailable|unusable|useless|coming|gone|down|up|full|sent|"
     "working fine"},
    {C::little, 0,
     "same|old|new|default|temporary|too|very|so|also|only|already|always|there|where|what|which|why|how|when|who|"
     "that|this|these|those|a|an|the|in|on|of|to|for|from|by|about|after|before|here|all|some|any|and|or|but|if|"
     "because|since|until|we|you|they|he|she|i|me|us|him|her|their|your|his|its|still|again|just|really|probably|"
     "definitely|no|muy|la|el|los|las|una|que|nueva|nuevo|zu|sehr|alt|neu|das|die|der|den|dem|trop|le|les|des|"
     "troppo|lo|gli|un|muito|os|as|uma|current|login|nouveau|nouvelle|neues|altes|first|second|last"},
};

}  // namespace

LexiconTable lexicon_table() { return {kLines, std::size(kLines)}; }

}  // namespace cloister::detect
