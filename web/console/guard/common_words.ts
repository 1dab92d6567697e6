// Words that tell nothing about which conversation a text belongs to: the grammar of six languages, and what everybody
// says in customer service. `grammar` also tells the language of a text. Written folded (fold.ts): no accents, no case.
export type Language = 'en' | 'es' | 'fr' | 'de' | 'pt' | 'it';

export const grammar: Record<Language, string> = {
  en: `a an the and or but if so as of at by for from in into on onto to up with without about after before over under
    again then than that this these those there here where when what which who whom whose why how is are was were be
    been being am do does did done have has had having i me my mine we us our ours you your yours he him his she her
    hers it its they them their will would can could shall should may might must not no nor yes only own same too very
    just also all any both each few more most other some such im ive id ill youre youve youll dont doesnt didnt cant
    couldnt isnt wasnt wont wouldnt thats its theres let lets let's because while until through during out off down
    between since ok okay please thanks thank hi hello hey dear`,
  es: `el la los las un una unos unas y o u pero si no de del al a en con sin por para sobre desde hasta entre que quien
    cual cuales como cuando donde porque es son era fue fueron ser sera estar esta estan estaba este esto estos estas
    ese esa eso esos aquel ha han he hemos habia haber hay yo tu usted ustedes el ella ellos nosotros me te se le les lo
    nos mi mis su sus tus nuestro nuestra muy mas menos tambien ya aun todavia solo asi ahora luego hola gracias buenos
    buenas dias tardes senor senora`,
  fr: `le la les l un une des du de d et ou mais si ne pas plus que qui quoi dont ou quand comme comment pourquoi est sont
    etait etaient sera serait etre suis es sommes etes ai as a avons avez ont avait avoir je j tu il elle on nous vous
    ils elles me m te t se s lui leur mon ma mes ton ta tes son sa ses notre nos votre vos ce c cet cette ces ca cela a
    au aux en dans sur sous avec sans pour par entre vers chez depuis jusqu apres avant tres aussi bien encore deja
    bonjour merci monsieur madame`,
  de: `der die das den dem des ein eine einen einem einer eines und oder aber wenn dass ob weil als wie wo wer was wann
    warum ist sind war waren sein bin bist wird werden wurde wurden hat haben hatte hatten habe ich du er sie es wir ihr
    mich dich sich uns euch mir dir ihm ihn ihnen mein meine meinen meinem meiner dein deine ihre ihren ihrem ihrer
    unser unsere unseren nicht kein keine keinen nur auch noch schon sehr mehr so dann da hier dort zu zum zur in im ins
    an am auf aus bei beim bis durch fur gegen mit nach ohne seit uber um unter von vom vor zwischen kann konnen konnte
    muss mussen soll sollte darf mochte mochten bitte danke hallo guten tag herr frau`,
  pt: `o a os as um uma uns umas e ou mas se nao de do da dos das em no na nos nas ao aos com sem por pelo pela para sobre
    desde ate entre que quem qual quais como quando onde porque sao era foi foram ser sera estar esta estao estava este
    isto estes estas esse essa isso aquele tem ter tinha ha eu tu voce voces ele ela eles elas me te lhe meu minha meus
    minhas seu sua seus suas nosso nossa muito mais menos tambem ja ainda so assim agora ola obrigado obrigada bom boa
    dia tarde senhor senhora`,
  it: `il lo la i gli le l un uno una e ed o ma se non di del dello della dei degli delle a al allo alla ai in nel nella
    con senza per su sul sulla da dal dalla tra fra che chi quale quali come quando dove perche e sono era fu essere
    stato stata sta stanno ho hai ha abbiamo avete hanno aveva avere io tu lei lui noi voi loro mi ti si ci vi lo ne mio
    mia miei mie tuo tua suo sua nostro nostra questo questa questi queste quello quella molto piu meno anche gia ancora
    solo cosi ora ciao grazie buongiorno buonasera signor signora`,
};

/** What is said in every trade. Compared by the first five letters, so one form of a word is enough. */
export const everyday: string[] = [
  `able above accept access accessories accident according account across action active actual add additional address
  adjust admin advance advice affect afraid afternoon against agent ago agree ahead airport alert allow almost alone
  along already alright although always amazing amount another answer anybody anyone anything anyway apart apologise
  apologize apology app apparently appear apply application appointment appreciate approve april area around arrange
  arrive arrival article aside ask assist assistant assistance assume assure attach attachment attempt august
  automatic available avoid aware away awesome awful baby back bad bag balance bank base basic basket battery beat
  beautiful become bed begin behind believe belong below benefit best better beyond big bill birthday bit black blank
  block blue board book booking boot bother bottom bought box branch brand break bring broken brother browser bug build
  business busy button buy cable call cancel car card care careful carefully carrier carry case cash catch cause cent
  center centre certain certainly chance change charge charger chat cheap check checkout cheers child children choice
  choose circumstances city claim class clean clear click clock close cloud clothes code coffee cold colleague collect
  color colour come comfortable comment common communication company compare compatible compensate compensation
  complain complaint complete computer concern condition confirm confirmation confuse connect connection consider
  contact contain content continue contract convenient convenience conversation copy correct cost cost country couple
  coupon courier course cover create credit currency current custom customer cut daily damage dark data date daughter
  day days deadline deal debit december decide decision deduct deep default defect definitely delay delete deliver
  delivery department departure depend deposit describe desk despite destination detail device dial different difficult
  digit direct disappoint disconnect discount discuss display distance doctor document dollar door double doubt download
  draft draw drive driver drop due duplicate early earn easy eat edit effect effort eight either electric electronic
  eligible else email empty enable end enjoy enough ensure enter entire entitle entry equal error especially estimate
  euro even evening event ever every everybody everyone everything exact exactly example excellent except exception
  exchange excited excuse exist expect expensive experience expire explain explore express extend extra eye face fact
  fail fair fall family fantastic far fast father fault fault favorite favour feature february fee feedback feel few
  field figure file fill final finally find fine finish first fit five fix flat flight floor folder follow food forget
  forgot form format forward found four free fresh friday friend friendly front frustrate full function fund further
  furthermore future game gather general generate gentle get gift give glad go goes going gone good got great green
  group guarantee guess guest guide guideline guy half hand handle happen happy hard hate head headphones hear heard
  heart heavy help hesitate high highlight history hit hold holiday home honest hope hospital hot hotel hour house
  however huge hundred hurry husband idea identify identity ignore image imagine immediate immediately important
  improve include inconvenience incorrect increase indeed independent inform information initial inquiry inside install
  instead instruct instruction insurance insure interest internal internet invalid investigate invoice involve issue
  item january job join journey july june keep key kind kindly knew know known label lady language laptop large last
  late lately later laugh lead leak learn least leave left legal less letter level licence license life light like
  likely limit line link list listen little live living load loan local locate location lock log login logged long look
  lose loss lost lot love low luck luggage lunch machine made mail main maintenance major make man manage manager manner
  manual many march mark match material matter maximum maybe mean means measure medical meet meeting member mention
  menu message method middle midnight might million mind minimum minute miss missing mistake mobile model modem modify
  moment monday money monitor month monthly morning mother mouse move much multiple music myself name national near
  nearly necessary need neighbour neighbor neither network never new news next nice night nine nobody noise none normal
  note nothing notice notify november now nowhere number nurse obvious october odd offer office officer often old once
  one online onto open operate operator opinion option orange order ordinary original otherwise ought ourselves outage
  outside overall overnight owner pack package page paid paper paperwork parcel pardon parent park part partial
  particular partner party pass passenger password past patient patience pattern pay payment pending people per percent
  perfect perhaps period permanent permission person personal phone photo photograph pick pickup picture piece pin place
  plan platform play pleasant pleased pleasure plenty plug plus pocket point policy poor popular portal position
  positive possible post postage postal postpone potential power practice prefer premium prepare prescription present
  press pretty prevent previous price print printer prior priority privacy private probably problem proceed process
  product profile program progress project promise prompt promotion proof proper protect prove provide provider public
  pull purchase purpose push put quality quantity question quick quickly quiet quite quote raise range rate rather reach
  reaction read ready real reality realize really reason reasonable reboot receipt receive recent recently recheck
  recommend reconnect record recover red redirect reduce refer reference refresh refund refuse regard regarding regards
  region register registration regret regular reinstall reject relate release relevant rely remain remember remind
  remote remove renew rent repair repeat replace replacement reply report represent request require reschedule reserve
  reservation reset resolve respond response rest restart restaurant restore result resume retry return review reward
  right ring risk road room round route router rule run sad safe said sale same saturday save saw say scan schedule
  school screen screenshot search season seat second secret section secure security see seem seen select sell send
  senior sense sensitive sent separate september serial serious server service session set setting settings setup seven
  several shall share ship shipment shipping shipped shop short shortly show shut sick side sign signal signature
  significant similar simple simply sincerely single sir sister sit site situation six size sleep slot slow small smart
  smooth software sold solution solve somebody somehow someone something sometimes somewhere son soon sorry sort sound
  source space speak special specialist specific speed spend spent split spoke spot stage staff stand standard start
  state statement station status stay steal step still stock stolen stop storage store story straight strange street
  strong stuck stuff style subject submit subscribe subscription success such suddenly suggest suit suitable sum summary
  sunday super supervisor supply support suppose sure surprise swap switch synchronise sync system tablet take taken talk
  tax team technical technician telephone television tell ten term terms terrible test text thing think third though
  thought thousand three thursday ticket tidy till time times tip tired title today together told tomorrow tonight took
  top total totally touch toward town track tracking transaction transfer transit travel treat trial trip trouble true
  truly trust try tuesday turn twelve twenty twice two type unable under underneath understand unfortunately
  unit unknown unless unlimited unlock unplug unsubscribe unsure update upgrade upload upset urgent usage use used user
  username usual usually valid validate value vary verify version via view visit voice voucher wait waiting walk wall
  want warehouse warm warranty wash watch water way weather web website wednesday week weekend weekday weekly weight
  welcome well went whatever wheel whenever whether white whole wide wife wifi win window windows winter wireless wish
  within woman wonder wonderful word work worker working world worry worse worst worth write wrong yeah year yearly
  yellow yesterday yet young yourself zero zone online offline helpline hotline toll faq inbox spam attached clearance
  customs duty refundable nonrefundable deliverable tracked untracked cookie cookies cache ethernet adapter socket
  firmware reception bandwidth mbps roaming prepaid tariff statement overdraft instalment mortgage iban swift transfer
  sandbox dashboard workspace plugin api webhook integration export import csv invoice billing upgrade seat seats
  clinic dose tablet symptoms fever blood check-up referral pharmacy allergy insurance vaccine therapy surgery
  breakfast checkin check-in luggage boarding itinerary layover terminal gate visa hostel cabin aisle stopover shuttle
  shirt shoes jacket dress size medium colour pair sofa table chair lamp kitchen screws manual blender toaster phone
  goodbye bye weekend absolutely basically honestly literally regardless meanwhile therefore thus hence despite
  escalate escalated logistics dispatch dispatched courier parcelshop locker doorstep porch mailbox letterbox concierge
  leaflet brochure catalogue catalog newsletter survey stars rating ratings ombudsman regulation regulations
  verification authentication authenticator two-factor biometric passcode fingerprint passport licence photo selfie
  hopefully glad sadly luckily kindly rude polite helpful useless quick ridiculous unacceptable disappointed angry happy
  frustrated annoyed unhappy curious interested stressed locked blocked frozen overdue expired cancelled missing lovely
  worried travelling sitting standing writing calling texting asking trying hoping looking going having getting using
  seeing thinking planning moving living working running paying buying ordering returning sending receiving`,
  `abrir acceso aceptar activar actualizar adelante adjunto ademas aeropuerto agosto ahora alguien algo algun alguno
  alguna anadir antes aparato aparecer aplicacion apoyo aqui articulo atencion aunque ayer ayuda ayudar banco bien boton
  buen bueno cada caja cambiar cambio cancelar cantidad caso casa cargo casi cerrar cita ciudad cliente clinica codigo
  comprar compra comprobar con confirmar contacto contactar contrasena contrato correcto correo cosa costo coste credito
  cualquier cuenta cuesta dar dato datos deber debe decir dejar demasiado departamento descuento desde despues detalle
  devolver devolucion dia diciembre diferente dinero direccion disculpa disculpe disponible domicilio domingo encantado
  encontrar enero entender entiendo entonces entrar entrega entregar enviar envio equipo error escribir espera esperar
  estado euro euros factura falta favor febrero fecha final firma forma foto funciona funcionar garantia gracias grande
  guardar habitacion hablar hacer hace hasta hecho hora horas hotel hoy igual importante importe incluir informacion
  inicio instalar internet intentar jueves julio junio laborables lamento lamentamos lado llamar llegar llegado llave
  linea lista lugar luego lunes llevar manana mandar manera martes marzo mas mayo mejor mensaje mes meses mensual mientras
  mismo momento movil mucho nada nadie necesitar necesito ningun nombre normal noche noviembre nuevo numero nunca octubre
  oferta oficina olvidar opcion otra otro pagar pago pagina paquete para parte pasar paso pedido pedir pendiente
  pequeno perdon perfecto perfectamente permite persona plazo poder puede puedo podria poner por posible precio pregunta
  primero problema proceso producto pronto proporcionar puerta quedar quedo querer quiero quiere quisiera razon realizar
  recibir recibido recibo reembolso reembolsar registrar repetir reserva reservar respuesta responder resolver revisar
  sabado saber seguir segundo seguro semana senal sentir siento septiembre servicio siempre siguiente solicitud solicitar
  solucion solucionar soporte tarjeta tarde telefono tener tengo tiene tiempo tienda tipo todo todos tomar total trabajar
  tramitar transferencia ultimo unico usar usuario vale ver verificar vez veces viaje viernes visita volver vuelo web`,
  `abonnement abord accepter accord acces accueil achat acheter actuellement adresse affaire afin agence agir aider aide
  aimer ainsi ajouter aller alors annee annuler annulation aout appareil appel appeler application apporter argent arret
  arriver arrive article assez assurance attendre attente attention aucun aujourd auparavant aussi aussitot autant autre
  avance avis avril banque beaucoup besoin bientot billet bonne bon bonsoir bouton bureau cas cause celui certain chambre
  changer changement chaque charge chose cher client code colis combien commande commander commencer compte comprendre
  comprends compris concernant confirmer connexion connecter conseiller contact contacter contrat cordialement correct
  cote courriel cours date debut decembre deja delai demain demander demande depuis dernier derriere desole desolee
  detail deux devoir devez devra different dimanche dire directement disponible document domicile donc donner dossier
  droit effectuer effet email encore ensuite entendu entier envoyer envoi envoye erreur espace essayer etape etat euros
  exactement exemple expedier explication facture faire fait facon fevrier fichier fin fois fonctionner fonctionne forme
  frais garantie gens grand gratuit heure heures hier hotel ici identifiant important indiquer information informer
  installer internet jamais janvier jeudi jour jours journee juillet juin jusque lequel ligne lien lieu lire livraison
  livrer livre livreur long lors lundi magasin mail maintenant mais maison malheureusement mardi mars mauvais meilleur
  meme mercredi message mettre mieux mise mobile modifier moins mois moment montant mot moyen navire necessaire nom
  nombre normal nouveau nouvelle novembre nuit numero objet octobre offre operation option ordinateur ouvert ouvrir
  page paiement panne papier paquet parce pareil parfait parfaitement parler part particulier partie partir passer
  payer pendant penser perdu perdre personne petit peu peut peux pouvez plainte plusieurs plutot point porte possible
  poste pouvoir pourrait pourriez premier prendre presque prevoir prevenir prie prix probleme procedure prochain produit
  proposer puis quel quelle quelque quelqu question quoi raison rappeler recevoir recu refus regler rembourser
  remboursement remercier remplacer remplacement rendez rendre renvoyer repondre reponse reprise reseau reservation
  resoudre reste retard retour retourner retrouver reunion rien route samedi sais savoir sein semaine septembre service
  seulement signaler simple site situation soir soit solution sorte sortir souhaiter souvent suite suivant suivre suivi
  sujet sur tard telephone temps tenir tenter tete ticket tot toujours tout toute tous travail trop trouver type unique
  urgent utiliser valable valider vendredi venir verifier vers veuillez ville virement voici voila voir voiture voix vol
  volontiers voudrais vouloir voulez voyage vrai vraiment week`,
  `abend aber abholen abteilung adresse aktuell aktualisieren alle allem allen alles also allerdings andere anderen
  anfang anfrage angabe angebot angeben angekommen ankommen anliegen anmelden annehmen anruf anrufen ansehen antwort
  antworten anzahl anzeigen app april arbeit arbeitstag arzt artikel august ausprobieren ausserdem auswahlen ausweis
  automatisch bald bank bearbeiten bearbeitung bedauern bedeuten beginnen bekommen benotigen benutzen bereich bereits
  bescheid beschadigt bestatigen bestatigung bestellen bestellung bestimmt betrag betreff bezahlen bezuglich bietet bild
  bleiben brauchen brief buchen buchung daher damit daran darauf daruber datei daten datum dauern dauert davon dazu defekt
  denken dezember dienstag dinge direkt dokument donnerstag doppelt drei dringend drucken durfen eben ebenfalls echt
  eigentlich einfach eingang einige einloggen einmal einrichten einstellung einzeln email empfangen ende endlich
  entschuldigen entschuldigung entweder erfolgen erfolgt erhalten erinnern erklaren erneut erreichen ersatz erst erste
  erstatten erstattung erwarten euro etwas falls falsch fall fehler fehlt feld fenster fertig fest filiale finden firma
  flug form foto frage fragen freitag freuen freundlich fruh funktionieren funktioniert ganz gar garantie gebucht geben
  gebuhr geht gehen geld gemacht genau genug gerade gerat gerne gern geschaft geschickt gesendet gestern gibt glauben
  gleich gross grund grusse gruss gultig gut gutschein gutschrift halb halten handy hause heute helfen hilfe hinweis hoch
  hoffen hotel immer information informieren innerhalb installieren interesse internet irgend jahr januar jede jeden
  jemand jetzt juli juni kaufen karte kauf kasse kennen kind klar klappt klein kommen kommt konto kontakt kontaktieren
  kosten kostenlos kreditkarte kunde kundendienst kundin kundigen kundigung kurz lange lang lassen laufen leer leider
  leitung lesen letzte leute lieferung liefern lieferzeit lieber liegen link liste losen losung machen macht mal manchmal
  mandat marz mehrere mein melden menge minute mitarbeiter mitteilen mittwoch mochten moglich mobil moment monat montag
  morgen musste nachbar nachricht nachsten nachste nacht nah name namen nehmen netz neu nichts nie niemand nochmal normal
  notwendig november nummer nutzen oben oder offen offnen oft oktober online ordnung ort paket papier passen passiert
  passwort person platz post preis prima probieren problem produkt prufen prufung punkt rabatt raum rechnung rechts
  reichen reise reklamation reparatur retoure richtig ruckerstattung rucksendung rufen sache sagen samstag schade schaden
  schauen scheint schicken schlecht schnell schon schreiben schritt seite selbst selbstverstandlich senden sendung
  september service sicher sicherheit sofort sogar sonntag sonst sorgen sparen spat sprechen stadt stand stehen stelle
  stimmt stellen storung storen strasse stuck stunde stunden suchen system tage tagen teil teilen teilweise telefon termin
  teuer ticket tun tut uberprufen uberweisung uberweisen umgehend umtausch umtauschen unbedingt unterlagen unterschied
  unterstutzung uhr urlaub ursache vergessen verbindung verfugbar verfugung verlangern versand versandt versenden
  verstehen verstandnis versuchen vertrag verwenden viel vielen vielleicht vier voll vollstandig vorbei vorher vorgang
  vorschlag wahrend wahrscheinlich ware waren ware wahlen warten weder weg wegen weil weise weiss weit weiter weitere
  weiterleiten welche wenig weniger wert wichtig wieder wiederholen willkommen wirklich wissen woche wochen wohl wohnung
  wollen wollte wunsch wunschen zahlen zahlung zeigen zeit zimmer zugang zuletzt zunachst zuruck zusammen zusatzlich
  zustellung zustellen zuvor zwei`,
  `aberto abrir acabar aceitar acesso achar aconteceu acontecer acordo adicionar aeroporto agendar agosto agradecer
  aguardar ajuda ajudar algo alguem algum alguma alterar ambiente amanha ano antes apenas aparecer aparelho aplicativo
  aqui area arquivo artigo assunto atendimento atraso atualizar avisar banco bem bilhete boleto botao brevemente cada
  caixa cancelar cancelamento cartao casa caso certeza certo chamar chave chegar chegou cidade cliente clinica codigo
  coisa comecar completo comprar compra comprovante compreender conectar conferir confirmar conseguir consigo consegue
  consulta conta contato contactar contrato correio correto credito cupom custo dados dar data debito deixar demora
  dentro depois desconto desculpa desculpe detalhe devolver devolucao dezembro dever deve dia dias diferente dinheiro
  direito direto disponivel dizer documento domingo duvida durante efetuar email empresa encomenda encontrar endereco
  entender entendo entrar entrega entregar enviar envio equipe equipa erro escolher escrever espera esperar estorno euros
  exato exemplo explicar falar falta fatura favor fazer fechar feira feito fevereiro ficar fico final fim foto funciona
  funcionar garantia gente gostaria grande grato hoje hora horas hotel igual importante informacao informar inicio
  instalar internet ir janeiro julho junho junto lado lamento lamentamos ler levar ligar linha link lista livre local
  loja longo lugar maio maior mandar maneira manha marco mas medico melhor mensagem mes meses mesmo mudar nada necessario
  nenhum nome noite normal novembro novo nova numero nunca oferta onde ontem opcao ordem outro outra outubro pacote
  pagamento pagar pagina pago para parte partir passagem passar passo pedido pedir peco pequeno perder perdido pergunta
  permitir perto pessoa plano poder pode posso poderia ponto pois porta possivel prazo precisar preciso preco prezado
  primeiro problema processo produto pronto proximo qualidade qualquer quanto quarta quarto quase quero quer quinta razao
  realizar receber recebi recebido reclamacao reembolso registrar repetir resolver reserva reservar responder resposta
  restante retorno sabado saber sair segunda seguinte seguir seguro semana sempre senha sentir servico setembro sexta sim
  sinal sinto sistema site situacao sobre solicitar solicitacao solucao suporte tarde taxa telefone telemovel tempo tenho
  tentar ter terca terminar tipo tirar tocar todo toda todos total trabalho transferencia trazer troca trocar ultimo
  unico usar usuario uteis utilizar vale valor vamos varios velho vencimento verificar ver vez vezes viagem vir voltar
  voo vou`,
  `abbonamento abito accedere accesso accettare accordo account acquistare acquisto adesso aeroporto agenda aggiornare
  agosto aiutare aiuto albergo alcuni allegato allora alto altro altra ancora andare anno annullare anzi aperto aprile
  aprire appena appuntamento arrivare arrivato articolo aspettare assicurazione assistenza attendere attesa attivare
  attualmente avanti avere banca bene bisogno bonifico breve buon buona buono caso casa camera cambiare cambio cancellare
  capire capisco capito carta cellulare centro cercare certo chiamare chiaro chiave chiedere chiudere ciascuno circa
  citta cliente clinica codice collegare collegamento comprare comunque conferma confermare connessione consegna
  consegnare consegnato consiglio contattare contatto conto contratto controllare cordiali corretto corriere cosa costo
  credito dare data dati davvero debito decidere dentro desiderare dettaglio dicembre difetto difficile dire diretto
  disdire disponibile disposizione diverso documento domanda domani domenica dopo dovere deve devo durante ecco
  effettuare email entrare entro errore esatto esempio essere euro fare fatto fattura favore febbraio fila fine firma
  finire fino foglio forma foto funziona funzionare fuori garanzia genere gennaio gentile giorno giorni giovedi giugno
  giusto grande gratuito guasto ieri importante importo impossibile indirizzo indietro informazione iniziare inoltrare
  inserire installare internet invece inviare invio lavorativi lavoro leggere lettera libero linea lista livello lontano
  luglio lunedi luogo maggio magari mai mail mandare mancare manca mano martedi marzo mattina medico meglio meno mentre
  mercoledi mese mesi messaggio mettere mezzo migliore minuto modificare modo modulo momento motivo negozio nessun niente
  nome normale notte novembre nulla numero nuovo nuova occorre offerta oggi ogni opzione ora orario ordine ordinare
  ottobre ottimo pacco pagamento pagare pagina parlare parte partire passare passo password pensare perdere persona
  perso piacere piccolo pochi poco poi porta portare possibile posso possiamo posta potere potrebbe puo prego prendere
  prenotare prenotazione preoccupare pratica prezzo prima primo problema procedere procedura prodotto programma pronto
  proprio prossimo provare punto purtroppo qualche qualcosa qualcuno qualsiasi quanto quasi quindi ragione reclamo
  registrare rete restituire reso ricevere ricevuto ricevuta richiesta richiedere rimborso rimborsare ringraziare
  riparare ripetere risolvere rispondere risposta ritardo ritirare ritiro ritorno riuscire sabato salve saluti sapere
  sbagliato scadenza scegliere schermo sconto scrivere scusa scusi seconda secondo seguire sempre senta sentire sera
  serve servizio settembre settimana sicuro sicurezza significa sistema sito situazione soldi solito soluzione sotto
  spedire spedizione spedito spiegare sportello stare stesso strada subito successo sufficiente tardi tasse telefonare
  telefono tempo tenere tipo togliere tornare totale trasferire trovare tutto tutti tutta ultimo unico uguale usare uscire
  utente utilizzare valido valore vari vecchio vedere venire venerdi vendita verificare vero verso via viaggio vicino
  volere volevo vorrei volo volta volte`,
];
