package measure

// reasoningCues are phrases by which an answer explains. English first, then German, Spanish, French and Portuguese.
var reasoningCues = []phrases{
	{cueAlternative, "alternatively; as an alternative; alternatives; " +
		"another (option|way|approach|possibility|method|solution|choice|common|possible); other (option|way|approache|possibilitie|method|choice)s; alternative (method|solution|approach|option|way|to|you); (alternative|option|solution|method)s (include|are); " +
		"(option|variant|approach|alternative|version|solution|method) (1|2|3|a|b|one|two); you (could|can|might|may) instead; or you (can|could); could also (try|use|consider); pros and cons; advantages and disadvantages; pros; either way; if you prefer; " +
		"(suitable|viable|possible|potential) (option|choice|way|solution)s; (suitable|viable|possible|potential) (option|choice); (options|ideas|ways) to consider; drawback[s]; downside[s]; less flexible; " +
		"a different (approach|way|option); " +
		"alternativ; eine andere möglichkeit; stattdessen; vor und nachteile; alternativamente; otra opción; en su lugar; ventajas y desventajas; " +
		"une autre (option|façon|solution|possibilité); autrement; avantages et inconvénients; outra opção; em vez disso; vantagens e desvantagens"},
	{cueInstead, "you (could|can|might|may) also; alternative; trade off[s]; tradeoff[s]; one (way|option|approach) (is|to|would); instead of; rather than; " +
		"(several|two|three|few|different|multiple|various|many|common) (ways|options|approaches|methods|possibilities|alternatives|solutions); (could|can) be used (instead|as well); great option; good option; also consider"},
	{cueChoice, "ways; options; option; methods; approaches; solutions; choices; or; consider; considering; if you (want|need|prefer|would|are|don't); either; depend[s|ing] on; suitable; can be (used|replaced|done); could be; " +
		"oder; o; ou"},
	{cueAnalogy, "think of (it|this|them|that|a|an|the|your) [as|like]; imagine (a|an|you|that|your|if); picture (a|an|yourself); " +
		"analogy; analogies; analogous; metaphor; akin to; just (like|as) (a|an|the|how|when|in); works like (a|an); is like (a|an|having); are like [a|an]; acts like (a|an); " +
		"similar to (how|a|an|the way); the way (a|an) ; as though; as if it were; like a; like an; much like; resembles; " +
		"stell dir vor; stellen sie sich vor; wie ein; vergleichbar mit; imagina (que|un|una); imagine que; es como [un|una]; c'est comme [un|une]; imaginez; " +
		"pense em; é como [um|uma]"},
	{cueDefine, "(is|are|be) defined as; refer[s] to; referring to; stand[s] for; short for; (is|are|also) (called|known as|termed|named); " +
		"in other words; that is to say; (is|are) a (type|kind|form|set|measure|way|process|method|technique|concept|collection|tool|framework|branch|term) [of|for|that|used]; " +
		"(is|are) an (approach|example|instance|abbreviation|acronym|area) [of|for|that]; the definition of; defined by; by definition; the term; describes (a|an|how|the); i e; consists of; denote[s]; known as; represents (a|an|the); " +
		"bezeichnet; bedeutet; steht für; das heißt; definiert als; ist ein begriff; significa; se refiere a; se define como; se llama; es decir; " +
		"signifie; désigne; c'est à dire; se définit; on appelle; refere se a; é definido como; ou seja; chama se"},
	{cueMeans, "which means; means that; this means; meaning that; means [to]; (is|are) (used|responsible|designed|intended) (to|for); occurs when; happens when; (is|are) essentially; " +
		"the concept of"},
	{cueExample, "for example; for instance; e g; as an example; (an|some|simple|quick|concrete|basic|another|following) example[s]; examples; example; " +
		"let's say; suppose [that|you|we]; to illustrate; illustrates; say you; consider (a|an|the following); case in point; sample (code|output|input|data); " +
		"zum beispiel; beispielsweise; z b; beispiel; etwa wenn; por ejemplo; ejemplo[s]; par exemple; exemple[s]; por exemplo; exemplo[s]"},
	{cueReason, "because; because of; the reason; reason[s] (why|for|is|being); that's why; that is why; this is why; which is why; due to; owing to; therefore; thus; hence; " +
		"as a result; consequently; so that; in order to; this (ensures|allows|means|makes|helps|prevents|is done|way); which (allows|ensures|makes|helps|prevents|causes|leads); " +
		"lead[s|ing] to; result[s|ing] in; caused by; causes; stem[s] from; since (the|it|this|we|you|they|there); thereby; explains why; given that; accounts for; contributes to; " +
		"weil; deshalb; daher; dadurch; deswegen; aufgrund; damit sie; sodass; porque; por eso; por lo tanto; debido a; ya que; de modo que; " +
		"parce que; donc; c'est pourquoi; en raison de; grâce à; afin de; portanto; por isso; devido a; já que; para que"},
	{cuePurpose, "to (ensure|prevent|avoid|allow|help|protect|improve|reduce|minimize|handle|indicate); so (it|the|that|you|they|we|this|if); as (it|they|this|there|these|he|she); since; making it; which would; would (otherwise|have|be|normally); for this; " +
		"used to; instead of; rather than; requires; required to; in case; enable[s]; enabling; allow[s|ing]; helping; ensuring; can cause; depends on; damit; um zu; para (que|evitar); pour (que|éviter)"},
	{cueSource, "according to; et al; doi; isbn; cited; citation[s]; bibliography; study (by|from|published|in); studies (show|have|suggest|indicate|found); study (conducted|has|found|that); (asserts|argues|contends|notes) that; scholars; as cited; quoted from; " +
		"research (by|from|shows|suggests|indicates|has shown|published); published (in|by); survey (by|from); report (by|from); journal of; wikipedia; official (documentation|docs|website|site); " +
		"further reading; see also; documentation (for|of|here|page); works cited; retrieved from; " +
		"laut (einer|dem|der); según (la|el|un|una); selon (la|le|une|un|les); d'après; de acordo com; segundo (o|a)"},
	{cueRefer, "study; studies; research; researchers; report[s]; survey[s]; article[s]; journal[s]; published; author[s]; scholar[s]; historian[s]; expert[s]; critic[s]; university; institute; association; documentation; website[s]; " +
		"theory; theories; book[s]; evidence; data from; learn more; more information; (argue|assert|suggest|note|state|recommend|describe|find|found|emphasize)s (that|the|a|an); (argued|found|noted|suggested|described|stated) (that|the|by); " +
		"studie[n]; estudio[s]; étude[s]; estudo[s]"},
	{cueSourceLine, "source[s]; reference[s]; quelle[n]; literatur; fuente[s]; referencias; références; fontes; referências; 参考; 来源"},
	{cueSummary, "in summary; to (summarize|summarise|conclude|recap); to sum up; summing up; in conclusion; in short; in a nutshell; tl dr; tldr; all in all; " +
		"key (takeaway|takeaways|points|point); main (takeaway|takeaways|points); takeaway[s]; conclusion; summary; the bottom line; bottom line; in essence; in brief; " +
		"zusammenfassend; zusammenfassung; kurz gesagt; fazit; en resumen; en conclusión; en definitiva; en résumé; en bref; pour conclure; " +
		"em resumo; resumindo; em suma; concluindo; em conclusão; 总之; 总结; 综上; 总而言之"},
	{cueSumUp, "overall; ultimately; so overall; insgesamt; en general; globalement; no geral"},
}
