package measure

// talkCues are phrases by which an answer takes up, opens and hands back the conversation.
var talkCues = []phrases{
	{cueLetMeKnow, "let me know; would you like (me|to|more|some|any|another|an|a|help); do you (want|need) (me|to|more|help|any|some|a|an); shall (i|we); should i; what do you think; how does that sound; " +
		"which (one|of these|option) (would|do|sounds); is there anything (else|specific|in particular); can you (tell|share|provide|give) [me]; could you (tell|share|provide|clarify|give|please) [me]; please (provide|share|let me know|clarify|specify|tell me); " +
		"feel free to (ask|reach|let|share|provide|clarify); anything else; any (other|further|more) questions; what would you like; how can i (help|assist); are you looking for; " +
		"möchtest du; möchten sie; soll ich; lass mich wissen; lassen sie mich wissen; quieres que; te gustaría; le gustaría; avísame; hazme saber; " +
		"voulez vous; veux tu; souhaitez vous; dites moi; quer que; gostaria; me avise; 您想; 你想; 需要我; 请告诉我"},
	{cueAnnounce, "here (is|are); here's; below (is|are); the following; as follows; follow these; these steps; i (made|have made|have updated|have added) the; hier (ist|sind); aquí (tienes|está|están|hay); voici; aqui (está|estão)"},
	{cueLead, "i'd be happy; i would be happy; i'm happy to; i can help; i'll (help|try|explain|guide); let's (break|start|walk|look|take|dive|explore|go|get|begin|see); let me (break|explain|walk|help|start|provide); " +
		"in this (section|essay|article|response|answer|guide|post); before we; to help you; it (seems|looks|appears) (like|that|as); i see; i understand; is (a great|an essential|an important|a key|a crucial|a complex|a fundamental); " +
		"can be a (great|good); (great|good|excellent) (question|choice|idea); when it comes to; as a (senior|team|language|professional); depends on; depending on; thank you for; thanks for; gerne; con gusto; avec plaisir"},
	{cueOpener, "sure; certainly; of course; absolutely; definitely; great; thank you; thanks; i understand; i'd be happy; i would be happy; i'm happy; happy to; no problem; okay; ok; alright; hello; hi; hey; good question; great question; " +
		"i'm sorry; i am sorry; i apologize; sorry; apologies; as an ai; as a language model; you're welcome; got it; understood; here (is|are); here's; below (is|are); the following; this is a; sounds good; interesting; well; " +
		"natürlich; gerne; klar; selbstverständlich; hier (ist|sind); claro; por supuesto; aquí (tienes|está|están|hay); bien sûr; certainement; voici; com certeza; aqui (está|estão); 当然; 好的; 以下"},
	{cueRestate, "(happy|glad) to (help|assist) you; in that case; you (asked|want|wanted|are asking|mentioned|would like|are looking|need to|have provided|provided|described|requested) ; you're (asking|looking|trying|wondering); your (question|request|prompt|query|requirements|requirement|description|code|statement|situation|task|input|scenario); " +
		"(based on|given|according to|from) (the|your) [provided|given] (information|requirement|requirements|description|data|prompt|context|text|question|details|input|statement|instructions|passage|code|table) [provided|given]; " +
		"as (requested|you requested|you asked|per your); the question (asks|is); to (answer|address) (your|the|this) (question|request|query); asked (about|for|how|to|whether|if); the (task|problem|goal) is to; you've (asked|provided|described|given); so you; " +
		"if i understand; in (this|the given) (scenario|question|problem|code|passage|text); the (provided|given|code you provided|passage|text|prompt|user); " +
		"du (möchtest|willst|fragst); sie (möchten|fragen|wollen); ihre frage; deine frage; preguntas (por|si|cómo); tu pregunta; su pregunta; quieres (saber|que); vous (demandez|souhaitez|voulez); votre question; você (perguntou|quer|pediu); sua pergunta; 你的问题; 您的问题; 你想知道"},
	{cueYesNo, "yes; no; correct; incorrect; true; false; right; wrong; the (answer|correct answer|result|solution|best|main|short answer|key) (is|are|was|would); it (is|was|depends|means); it's; short answer; there (is|are); you (can|should|need|could|must|have to); to; use; " +
		"ja; nein; die antwort; sí; la respuesta; oui; non; la réponse; sim; não; a resposta; 是的; 不是; 答案"},
	{cueYou, "you; your; yours; yourself; you're; you'll; you've; sie; du; dein[e|en]; ihr; usted; tú; vous; você; 你; 您"},
}
