package measure

import "strings"

// runnableCode grades the largest block of code: closed, balanced, without gaps left to the reader, and with what
// whole programs have (imports, definitions, calls). Two-line snippets are no programs, unless they are for a shell.
func runnableCode(s *scan) float64 {
	var largest block
	for _, b := range s.blocks {
		if len(b.text) > len(largest.text) {
			largest = b
		}
	}
	code := strings.TrimSpace(largest.text)
	if code == "" || prose[largest.language] {
		return 0
	}
	v := 0.3
	if lines := strings.Count(code, "\n") + 1; lines >= 4 || shell[largest.language] {
		v += 0.15
	}
	if hasAny(code, wholes[:]) {
		v += 0.35
	}
	if balanced(code) {
		v += 0.2
	}
	if largest.open || hasGap(code) {
		v -= 0.6
	}
	if isPiece(largest.text) || mostlyComments(code) {
		v -= 0.6
	}
	return v
}

// prose are block languages that nobody runs, shell those whose single lines run.
var (
	prose = map[string]bool{"text": true, "markdown": true, "md": true, "txt": true, "plaintext": true, "output": true, "diff": true}
	shell = map[string]bool{"bash": true, "sh": true, "shell": true, "sql": true, "powershell": true, "console": true, "zsh": true}
)

// wholes are beginnings of what whole programs hold.
var wholes = [...]string{
	"import ", "#include", "require(", "package ", "using ", "from ", "func ", "def ", "fn ", "function", "class ", "public ", "main(",
	"<!DOCTYPE", "<html", "SELECT ", "select ", "CREATE ", "INSERT ", "UPDATE ", "WITH ", "#!/", "library(", "const ", "let ", "var ", "print(", "echo ",
	"console.log", "println", "apiVersion:", "FROM ", "services:", "Sub ", "<?php",
}

// gaps are marks that code was left out.
var gaps = [...]string{
	"your code here", "rest of the code", "rest of your code", "existing code", "code here", "code goes here", "implementation here", "todo", "fixme",
	"<your", "your_", "your-", "add your", "insert your", "same as before", "as before", "omitted", "logic here",
}

// hasGap says that a piece of code leaves something to the reader.
func hasGap(code string) bool {
	low := strings.ToLower(code)
	if hasAny(low, gaps[:]) {
		return true
	}
	for line := range strings.SplitSeq(low, "\n") {
		switch strings.Trim(line, " \t#/*-<>!") {
		case "...", "…":
			return true
		}
	}
	return false
}

// isPiece says that code was cut out of something: it begins inside of a block or with what closes one.
func isPiece(code string) bool {
	code = strings.TrimLeft(code, "\n")
	return code != "" && strings.IndexByte(" \t)}]", code[0]) >= 0
}

// mostlyComments says that more lines of code say what should be done than do it.
func mostlyComments(code string) bool {
	comments, lines := 0, 0
	for line := range strings.SplitSeq(code, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line == "}" || line == "{":
		case strings.HasPrefix(line, "//"), strings.HasPrefix(line, "# "), strings.HasPrefix(line, "/*"), strings.HasPrefix(line, "* "):
			comments++
		default:
			lines++
		}
	}
	return comments > lines
}

func hasAny(text string, pieces []string) bool {
	for _, p := range pieces {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// balanced says that brackets outside of quotes close what they open, give or take one:
// quotes in comments and patterns of case statements deceive so simple a count.
func balanced(code string) bool {
	var round, square, curly int
	var quoted byte
	for i := 0; i < len(code); i++ {
		c := code[i]
		if quoted != 0 {
			switch c {
			case '\\':
				i++
			case quoted, '\n':
				quoted = 0
			}
			continue
		}
		switch c {
		case '"':
			quoted = c
		case '(':
			round++
		case ')':
			round--
		case '[':
			square++
		case ']':
			square--
		case '{':
			curly++
		case '}':
			curly--
		}
	}
	return abs(round) <= 1 && abs(square) <= 1 && curly == 0
}

func abs(n int) int { return max(n, -n) }
