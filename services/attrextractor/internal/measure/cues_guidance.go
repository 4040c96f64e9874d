package measure

// guidanceCues are phrases by which an answer leads, checks and warns, and the words of trades.
var guidanceCues = []phrases{
	{cueCheck, "verify; verifies; verifying; double check; sanity check; cross check; unit test[s]; test case[s]; confirm (that|the|it|your|whether); " +
		"test (it|this|your|with|whether|if|by); you should (see|get|now see); expected (output|result|outcome); the output should; run the tests; assert; " +
		"proof (that|it); we can check; substitut(e|ing) [this|the] back; satisfies (all|the); meets all; " +
		"überprüfen [sie]; prüfen sie; überprüfe; verifica[r]; comprueba; comprobar; " +
		"vérifie[r|z]; verifique; confirme; 检查; 验证; 测试"},
	{cueEnsure, "verification; to check (if|that|whether|the|your|it|this|for); check (that|if|whether|your|it|for|the); make sure [that|you|the|to]; test the; tests; testing; validate; validates; validation; " +
		"the output (will|would); run the (code|program|script); to be sure; try (it|running|this) out; review (the|your|it); inspect; evaluate the; you should have; " +
		"testen; sicherstellen; stellen sie sicher; asegúrate; asegúrese; assurez vous; assure toi; tester; certifique se; teste"},
	{cueEdge, "edge case[s]; corner case[s]; special case[s]; boundary (case|cases|condition|conditions|value|values); is empty; empty (string|list|array|input|file|set|value); (is|are|be) null; null (value|pointer|reference)[s]; nan; " +
		"exception[s]; except (when|if|for|in); unless; in case; in the (case|event) (of|that|where|when); overflow; division by zero; divide by zero; divided by zero; zero division; " +
		"out of (range|bounds|memory); negative (number|value|input)s; negative (number|value|input); invalid (input|value|argument|data|format|email|user); handle[s] [the|any] error[s]; " +
		"what if; does not exist; doesn't exist; not found; missing (value|data|file|key|field)s; missing (value|data|file|key|field); only works (if|when|for|with); won't work (if|when|for); will not work (if|when|for); " +
		"if (there is no|there are no|no|the user does not|none); fall back; fallback; race condition[s]; timeout[s]; " +
		"sonderf(all|älle); ausnahme[n]; es sei denn; caso límite; excepción; a menos que; en caso de; cas (limite|particulier); sauf si; à moins; exceção; caso contrário; a não ser"},
	{cueElse, "otherwise; if not; even (if|when|though); if (it|they|this|that|the|a|an|any) [a|an|the] (is|are) not; (is|are) not (met|found|available|present|set|provided|supported); (doesn't|does not|don't|do not) (exist|match|work|support); assum(es|ing) (that|the|you); not the case; " +
		"fails; fail to; an error (occurs|message); in (rare|some|certain|extreme|special) (cases|situations); at least one; may not work; as long as; provided that; depending on"},
	{cueLimit, "however; may not; might not; not always; not all; not necessarily; in (such|that|this|these) (case|cases); only (if|when|works|valid|for); assum(es|ing|ed); depend[s|ing] on; note that; keep in mind; not the case; subject to; " +
		"jedoch; sin embargo; cependant; no entanto"},
	{cueSequence, "first; firstly; second; secondly; third; thirdly; next; then; after that; afterwards; finally; lastly; once you have; once (you|the|it|this); begin by; start by; to begin; " +
		"to start; to get started; follow these; the following steps; these steps; " +
		"zuerst; zunächst; danach; anschließend; schließlich; als nächstes; primero; luego; después; por último; finalmente; a continuación; " +
		"d'abord; ensuite; puis; enfin; primeiro; em seguida; depois; por fim; 首先; 然后; 接着; 最后"},
	{cueStep, "step (1|2|3|4|5|6|7|8|9|10|one|two|three|four|five); step by step; steps; schritt (1|2|3|4|5|6); schritt für schritt; paso (1|2|3|4|5|6); paso a paso; " +
		"étape (1|2|3|4|5|6); étape par étape; passo (1|2|3|4|5|6); passo a passo; 第 (一|二|三|四|五) 步; 步骤"},
	{cueTechnical, "algorithm[s]; complexity; latency; throughput; protocol[s]; kernel; compiler; compile[d|s]; runtime; syntax; parameter[s]; argument[s]; variable[s]; function[s]; method[s]; " +
		"class; classes; object[s]; array[s]; pointer[s]; thread[s]; async; asynchronous; synchronous; mutex; api[s]; endpoint[s]; server[s]; client[s]; database[s]; query; queries; schema[s]; index; indices; cache; " +
		"framework[s]; library; libraries; module[s]; dependency; dependencies; repository; deploy; deployment; container[s]; encryption; authentication; token[s]; hash; recursion; recursive; iterate[s]; iteration[s]; " +
		"loop[s]; integer[s]; string[s]; boolean; float; regex; byte[s]; bit[s]; bandwidth; architecture; interface[s]; instance[s]; implementation; instantiate; configuration; " +
		"derivative[s]; integral; matrix; matrices; vector[s]; eigenvalue[s]; polynomial; coefficient[s]; equation[s]; theorem; probability; variance; deviation; regression; hypothesis; correlation; gradient; " +
		"neural; dataset[s]; classifier; optimizer; optimization; tensor[s]; embedding[s]; node[s]; vertex; vertices; graph[s]; " +
		"enzyme[s]; molecule[s]; molecular; receptor[s]; protein[s]; gene[s]; genome; synthesis; oxidation; catalyst; voltage; frequency; wavelength; entropy; thermodynamic[s]; kinetic; velocity; quantum; " +
		"liability; statute; jurisdiction; plaintiff; fiduciary; amortization; equity; liquidity; volatility; yield; hedge; pathology; etiology; diagnosis; dosage; syndrome; inhibitor[s]; pharmacological; " +
		"funktion; variable[n]; klasse; datenbank; algorithmus; función; clase; base de datos; algoritmo; fonction; base de données; algorithme; função; banco de dados"},
	{cueWarning, "warning[s]; caution; cautious; be careful; be aware; beware; careful (with|not|when|about); note that; please note; keep in mind; bear in mind; it is important to (note|remember|be); it's important to (note|remember|be); important note; important to note; " +
		"consult (a|with|your|an|the); seek (professional|medical|legal); disclaimer; at your own risk; side effect[s]; pitfall[s]; " +
		"professional advice; not (a substitute|recommended|advised); potential (issue|problem|side)s; subject to change; may not be (accurate|entirely|suitable); backup your; back up your; " +
		"achtung; vorsicht; warnung; beachten sie; cuidado; advertencia; ten en cuenta; tenga en cuenta; " +
		"faites attention; prudence; n'oubliez pas; atenção; 注意; 警告; 小心"},
	{cueForbid, "never; avoid; do not; don't; make sure; be sure; remember to; vermeiden; evita[r]; évite[r|z]; evite"},
	{cueRisk, "risk[s]; risky; danger; dangerous; hazard[s]; hazardous; harmful; unsafe; illegal; unethical; prevent; damage; vulnerable; to avoid; risiko; risiken; riesgo[s]; risque[s]; risco[s]; 风险"},
}
