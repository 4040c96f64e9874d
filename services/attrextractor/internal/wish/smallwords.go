package wish

import "strings"

// Small words of all tongues by what they do around a wish.
var (
	// determiners stand between a frame and a thing.
	determiners = set("a an any some the more your all of those these that this so many much such me us few just only with another one two three simple short quick concrete good better real " +
		"brief small little clear nice detailed practical little actual specific useful everyday recent modern familiar relevant different fun visual numbered tiny further additional ein eine einen einem einer paar mehr bitte noch das die den der un una unos unas algún alguna algunos más el la los las de des du une quelques plus le les " +
		"um uma uns umas algum alguns mais o os as 一 个 些 几 张 点 的 更 多")
	// articles point at what is there unless it is asked for.
	articles = set("the das die den der el la los las le les o os l'")
	// pointers stand before things that are there already.
	pointers = set("the this that these those your my its his her their our first second third last previous above same every each " +
		"das die den der dieses diese dein deine ihr ihre mein meine el la los las este esta tu su mi le les ce cette ton votre mon o os esse essa seu sua meu minha 这 那 你 我")
	// withs lead to a way of answering.
	withs = set("with as in using via through into include including mit als in con en como avec sous com em 用 以")
	// topics lead to a subject.
	topics = set("of about for on to regarding from that which where who between behind der zu über für von des vom zum zur de sobre para del que do da dos sur pour du à")
	// known words begin what the answer has spoken of: "an example of the json result", "an example of how".
	known = set("the how using such every")
	// references point back at the answer.
	references = set("it this that these those them each both all you your every above again answer explanation response last previous same me us beginners here better dummies " +
		"dazu dafür davon das dies deine ihre mir uns wie was eso esto ello lo tu su cómo qué cada mí ça cela ceci ton votre comment chaque moi nous isso isto seu sua como cada mim 这 那 它 你 我")
	// owners make what follows somebody's own.
	owners = set("my his her their our mein meine meinen meiner sein seine mi mis sus mon ma mes leur leurs meu minha meus minhas")
	// joiners may begin a clause.
	joiners = set("but and yet to then plus or und aber y e et mais mas pero ou o oder")
	// ordinals name a part of the answer.
	ordinals = set("the first second third fourth last next whole entire all each every most more less der die das den el la los las le les o a os as")
	// reporters hand on what somebody says or wants: what stands before them is not its subject.
	reporters = set("says said say thinks think thought finds found find feels feel felt wants wanted want told complained complains prefers asked asks needs meint sagt findet will möchte dice dijo piensa quiere dit pense trouve veut diz disse acha quer 说 觉得 想")
	// addressed may stand between a request and what is asked for: "i want you to always".
	addressed = set("you to always all only never ever und zu")
	// demonstratives may point at what is named behind them.
	demonstratives = set("this that these those")
	// voices are words of somebody who speaks to the assistant.
	voices = set("i i'm im i'd i've you you're youre your we me us to want wanted need needed would could should can will do does did don't think feel like if is was are were just still what that's it's " +
		"this that it the everything all answer my have had be been so much very really only always keep kept when how seems like honestly frankly find found get got im there there's ich sie du es ist war das yo tú usted es fue lo je tu vous c'est il est eu você isso é foi")
	// behind may follow a thing without being part of its name.
	behind = set("would could should when whenever where if so because based showing at is are next wherever every per and or not without after before instead too also if can to pretty thank thanks since while how here there " +
		"wäre wenn sería si serait seria se dazu dabei quando cuando quand")
	// notBlame follows "too long" and the like when they measure something else.
	notBlame = set("ago since before")
)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}
