package wish

// Small words of all tongues by what they do around a form of answering that is asked for in passing.
var (
	// leads begin it.
	leads = set("in as with without using into like step citing cite more less for to at by briefly concisely no " +
		"mit ohne als für ausführlich kurz schritt im in stichpunktartig tabellarisch anhand mehr con sin como en para paso avec sans sous comme pour étape pas com sem em numa passo brevemente detalladamente detalhadamente brièvement de dans más mais plus citando al sur num")
	// shaping words lead to the shape of the whole, the others to what is in it.
	shaping = set("in as into als como en sous dans em numa")
	// explaining verbs have someone to whom they explain.
	explaining = set("explain describe summarize summarise define teach tell erkläre erklär erklären beschreibe explica explícame explicar explique expliquez expliquer explicar")
	// answerings ask for an answer.
	answerings = set("explain describe list tell give show provide compare contrast outline summarize summarise discuss elaborate answer define teach illustrate present name state explore analyze analyse identify put arrange " +
		"erkläre erklär erklären beschreibe beschreiben nenne nennen vergleiche vergleichen zeige zeig zeigen gib geben liste erläutere erläutern " +
		"explica explícame explicar describe describir enumera compara comparar muestra muéstrame dame resume resumir " +
		"explique expliquez expliquer décris décrivez décrire compare comparez comparer montre montrez donne donnez résume résumez énumère " +
		"explica descreva descrever enumere mostre liste resuma dê")
	// makings ask for a text.
	makings = set("write rewrite rephrase reword create generate draft compose prepare make do redo schreib schreibe schreiben erstelle erstellen verfasse escribe escribir redacta crea escríbeme haz " +
		"écris écrivez écrire rédige rédigez crée créez fais escreva escrever crie faça redija")
	// questions begin one, auxiliaries follow them.
	questions   = set("what how why who which was wie warum qué cómo comment qu'est que")
	auxiliaries = set("is are was were does do did would ist sind war es son fonctionne ce é são funciona funktioniert")
	// speakers are those who talk: "how do i" asks for the user's own doing.
	speakers = set("i we you ich man yo je eu")
	// partners take what follows as their own object: "comes with examples".
	partners = set("problem problems wrong issue issues help helps work works working worked deal deals dealing start starts started begin begins familiar comes come came used use filled along together compared interact replace replaced " +
		"error errors play plays experience experiment start end ends loaded test tested stored saved displayed shown appear appears found written interested believe trust")
	// tellers begin a clause about somebody or something else.
	tellers = set("which who whose whom if whether he she they him i i'm i've we told said says")
	// artefacts are made of tables, lists and links themselves.
	artefacts = set("html css sql page website webpage site form app application button component database db row rows record records column columns cell cells field fields query queries excel sheet spreadsheet function functions method " +
		"methods code array arrays variable variables class script python javascript java program regex request api http curl data dataframe file files")
	// sums are words between which a list goes on.
	sums = set("plus und y e et ou oder")
)
