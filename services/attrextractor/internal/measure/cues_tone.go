package measure

// toneCues are phrases that show how an answer addresses its reader.
var toneCues = []phrases{
	{cueApology, "i apologize; i apologise; apologies; my apologies; i'm sorry; i am sorry; sorry (for|about|but|if|to); as an ai [language model]; as a language model; i'm (just|only) an ai; i am (just|only) an ai; " +
		"i (cannot|can't|am unable to|am not able to|do not have|don't have) (provide|access|assist|fulfill|browse|personal|real|the ability|the capability); i'm (unable|not able) to; " +
		"es tut mir leid; entschuldigung; lo siento; disculpa[s]; je suis désolé; désolé; peço desculpas; desculpe"},
	{cueCasual, "yeah; yep; nope; gonna; wanna; gotta; kinda; sorta; ok; okay; hey; cool; awesome; stuff; guys; pretty (much|good|simple|easy|cool); a lot of; lots of; super; totally; yup; btw; " +
		"basically; just; really; actually; thing[s]; big; get; got; kid[s]; fun; here's; that's; it's; let's; you're; don't; can't; won't; i'm; i've; you'll; you've; we're; we'll; isn't; doesn't; there's; they're; what's; " +
		"du (kannst|musst|solltest|hast|bist|willst); dein; deine; dir; dich; mach; halt; tú; tu; tus; te; puedes; toi; ton; ta; tes; você; vc; pra"},
	{cueFlourish, "important; crucial; essential; vital; valuable; comprehensive; effective; unique; overall; ultimately; remember; keep in mind; worth; various; numerous; range of; variety of; effectively; successfully; seamless; ensure that; " +
		"feel free; i hope; hopefully; thank; please; wichtig; importante[s]; important[e]s"},
	{cueFormal, "therefore; furthermore; moreover; consequently; thus; hence; thereby; regarding; pursuant; accordingly; nevertheless; nonetheless; notwithstanding; subsequently; respectively; additionally; " +
		"in accordance; with respect to; in addition; utilize[d|s]; utilise[d|s]; utilizing; facilitate[s|d]; commence; sufficient; numerous; regard; concerning; demonstrate[s|d]; obtain; endeavor; ascertain; " +
		"shall; upon; whilst; whereby; wherein; herein; aforementioned; dear (sir|madam|mr|ms|dr|hiring); sincerely; respectfully; kindly; comprehensive; significant; significantly; crucial; essential; enhance[s|d]; ensure[s]; " +
		"sie; ihr[e|en|er|em]; ihnen; hierbei; diesbezüglich; usted[es]; asimismo; por consiguiente; vous; votre; vos; veuillez; néanmoins; o senhor; a senhora; ademais; outrossim; 您"},
	{cueHedge, "may; might; could; perhaps; maybe; possibly; probably; likely; unlikely; presumably; seem[s|ed]; appear[s] to; appears; apparently; " +
		"i think; i believe; i guess; i would say; in my opinion; not sure; uncertain; unclear; hard to say; as far as i know; to my knowledge; potentially; arguably; up to a point; approximate; hypothetical; assuming; " +
		"vielleicht; möglicherweise; wahrscheinlich; vermutlich; eventuell; könnte; scheint; tal vez; quizás; quizá; probablemente; podría; parece; " +
		"peut être; probablement; pourrait; semble; talvez; provavelmente; poderia; 可能; 也许; 大概; 或许"},
	{cueVague, "suggest[s]; it depends; depend[s|ing] on; in general; generally; usually; typically; often; sometimes; somewhat; roughly; approximately; around; tend[s] to; can vary; vary; varies; in some cases; in most cases; can be; " +
		"meistens; in der regel; depende; generalmente; généralement; souvent; dépend; geralmente; 一般"},
	{cueJoke, "haha; why did the; why don't; what do you call; walk[s|ed] into a bar; knock knock; hahaha; lol; lmao; joke[s]; joking; kidding; just kidding; pun; pun intended; puns; hilarious; hilariously; funny; punchline; laugh[s|ing|ed]; chuckle[s|d]; giggle[s|d]; quip[s|ped]; " +
		"wink; silly; goofy; ridiculous; spoiler alert; plot twist; said no one ever; witty; banter; absurd; prank; comedic; comedy; " +
		"witz; scherz; broma; chiste; blague; drôle; piada; brincadeira; 哈哈; 笑话"},
	{cueKind, "support[s|ing|ive]; heart; love[s|d]; joy; hope; hopes; dream[s]; believe in; strength[s]; celebrate; proud; courage; journey; embrace; shine; together; remember; be kind; be patient; take your time; friend[s]; smile[s]; " +
		"warm; kindness; care; appreciate; grateful; gratitude; thrilled; delighted; pleased; dear; okay to; it's okay; it's natural; keep (going|up|practicing|trying); success; well-being; potential; thank; great; encourage; welcome; wonderful; happy; " +
		"herz; liebe; freude; dank; liebe[r]; corazón; alegría; amor; gracias; querid(o|a); coeur; joie; merci; coração; obrigad(o|a)"},
	{cueSilly, "cheese; banana[s]; celery; monkey[s]; donkey[s]; duck[s]; chicken[s]; pirate[s]; alien[s]; unicorn[s]; toilet; butt[s]; boob[s]; fart[s]; poop; pants; underwear; goat[s]; squirrel[s]; llama[s]; zombie[s]; clown[s]; pizza; milkshake[s]; " +
		"pickle[s]; potato; sausage; moustache; mustache; penguin[s]; sloth; bizarre; weird; eccentric; outrageous; mischief; mischievous; awkward; hysterical; wacky; quirky; whimsical; playful; flair; mayhem; shenanigans; antics; conspiracy; ragtag; " +
		"oh no; oops; whoops; uh oh; yikes; whoa; woah; wow; holy; dude; buddy; folks; yo; y'all; ain't; gonna; goddamn; damn; hell; fuckin; fucking; crazy; dumb; idiot; ass; fella; " +
		"käse; affe; humorvoll[e|er|es]; satirisch[e]; verrückt; queso; loco; fromage; fou"},
	{cueWarm, "happy to (help|assist); (be|am) happy to; glad (to|you|that|i); great (question|idea|choice|job); good (question|luck|job); excellent (question|choice|idea); wonderful; fantastic; you're welcome; you are welcome; welcome to; " +
		"don't worry; no worries; congratulations; congrats; well done; i understand (that|how|your|you); that must; (sorry|sad) (to hear|for your); take care; enjoy; " +
		"thank you [for|so]; thanks for; my pleasure; best (of luck|wishes|regards); warmly; exciting; excited; amazing; (we|i|i'd|you'll) love; love to; you've got this; you got this; you can do (it|this); " +
		"here for you; best of luck; have (fun|a great|a nice|a good|a wonderful); good luck; " +
		"gerne; viel (erfolg|spaß|glück); herzlichen; kein problem; keine sorge; con gusto; encantad(o|a); espero que; buena suerte; suerte; no te preocupes; gracias por; " +
		"avec plaisir; bonne chance; n'hésitez pas; n'hésite pas; bon courage; merci (de|pour); com prazer; boa sorte; fico feliz; espero que; 希望; 很高兴; 祝; 加油"},
	{cueOblige, "feel free; hope (this|that|you|it) [helps]; please don't hesitate; please do not hesitate; let me know if; happy to"},
	{cueFiller, "it is important to (note|remember|understand|keep in mind|consider|be); it's important to (note|remember|understand|keep in mind|consider|be); it is worth (noting|mentioning); it's worth (noting|mentioning); " +
		"please note; needless to say; as (mentioned|stated|noted) [earlier|above|before]; when it comes to; in terms of; at the end of the day; the fact that; in order to; in today's; " +
		"plays a (crucial|vital|key|significant|important) role; a (wide|broad) (range|variety) of; a variety of; it should be noted; in the world of; in the realm of; there are (many|several|various|numerous|a number of|different); " +
		"one of the most; not only; overall; hope this helps; i hope this; if you have any [other|further|more] questions; if you have any; " +
		"es ist wichtig; im allgemeinen; es importante; cabe (destacar|mencionar|señalar); il est important; il convient de; é importante; vale (ressaltar|lembrar)"},
}
