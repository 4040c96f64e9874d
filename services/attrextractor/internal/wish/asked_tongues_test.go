package wish

import "testing"

// askedTonguesCases are wishes for the way of answering in languages other than English, and their near misses.
var askedTonguesCases = []struct{ text, want string }{
	// German.
	{"Erkläre mir Rekursion in einfachen Worten", "technical_depth-"},
	{"kannst du das verständlicher erklären?", "technical_depth-"},
	{"Beschreibe den Ablauf im Detail", "length+"},
	{"bitte mehr Details zu Punkt drei", "length+"},
	{"Kürze den Text auf 50 Wörter", "length-"},
	{"Erweitere das auf zwei Seiten", "length+"},
	{"Vergleiche die beiden Geräte in einer Tabelle", "table+"},
	{"Nenne die Gründe stichpunktartig", "structure+"},
	{"Erkläre Magnetismus mit Beispielen", "example+"},
	{"Erkläre das anhand eines Beispiels", "example+"},
	{"Kürze die Frist auf 50 Tage", ""},
	{"Er hat es mir in einfachen Worten erklärt", ""},
	{"Wie füge ich eine Zeile in eine Tabelle ein?", ""},
	// Spanish.
	{"Explica la inflación en términos sencillos", "technical_depth-"},
	{"explícalo más sencillamente", "technical_depth-"},
	{"Describe el proceso en detalle", "length+"},
	{"quiero más detalles sobre el segundo punto", "length+"},
	{"Reduce el texto a 40 palabras", "length-"},
	{"Compara los dos modelos en una tabla", "table+"},
	{"Explica los verbos con ejemplos", "example+"},
	{"no expliques nada", "explains_why-"},
	{"reduce el precio a 40 euros", ""},
	{"¿Cómo inserto una fila en una tabla?", ""},
	// French.
	{"Explique la relativité en termes simples", "technical_depth-"},
	{"explique plus simplement", "technical_depth-"},
	{"Décris le cycle de l'eau en détail", "length+"},
	{"donne-moi plus de détails sur le troisième point", "length+"},
	{"Réduis le texte à 60 mots", "length-"},
	{"Compare les deux offres dans un tableau", "table+"},
	{"Explique les accords avec des exemples", "example+"},
	{"n'explique pas", "explains_why-"},
	{"réduis le prix à 60 euros", ""},
	{"Comment insérer une ligne dans un tableau ?", ""},
	// Portuguese.
	{"Explique a inflação em termos simples", "technical_depth-"},
	{"explique de forma mais simples", "technical_depth-"},
	{"Descreva o processo em detalhes", "length+"},
	{"quero mais detalhes sobre o segundo ponto", "length+"},
	{"Reduza o texto para 40 palavras", "length-"},
	{"Compare os dois modelos em uma tabela", "table+"},
	{"Explique os verbos com exemplos", "example+"},
	{"não explique", "explains_why-"},
	{"reduza o preço para 40 reais", ""},
	{"Como insiro uma linha em uma tabela?", ""},
	// Chinese.
	{"举例说明", "example+"},
	{"请给出具体例子", "example+"},
	{"缩短到50字", "length-"},
	{"请扩写到800字", "length+"},
	{"用一句话概括", "length-"},
	{"请详细介绍", "length+"},
	{"请标注来源", "sources+"},
	{"用表格列出", "table+"},
	{"请附上代码", "code_share+"},
	{"缩短到50天", ""},
	{"他详细介绍了公司", ""},
}

func TestWaysOfAnsweringInOtherTongues(t *testing.T) {
	t.Parallel()
	check(t, askedTonguesCases)
}
