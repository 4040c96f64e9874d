package wish

import "sync"

// tongues is the lexicon of all languages, built once.
var tongues = sync.OnceValue(func() *lexicon { return newLexicon(english, german, spanish, french, portuguese, chinese) })
