package fit

import "github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"

// source maps the intents of a file of labelled requests to those of a pack; every keeps each n-th row.
type source struct {
	file   string
	every  int
	weight float32
	names  map[string]string
}

// sources of labelled requests, by pack.
var sources = map[string][]source{
	"general": {{file: "autoj_scenarios.train", weight: 0.7, names: map[string]string{
		"functional_writing": "writing", "creative_writing": "writing", "writing_song_lyrics": "writing", "writing_email": "writing",
		"writing_blog_post": "writing", "writing_job_application": "writing", "writing_personal_essay": "writing",
		"writing_advertisement": "writing", "writing_news_article": "writing", "writing_product_description": "writing",
		"writing_marketing_materials": "writing", "writing_technical_document": "writing", "writing_biography": "writing",
		"writing_legal_document": "writing", "writing_presentation_script": "writing", "writing_social_media_post": "writing",
		"title_generation": "brainstorming", "brainstorming": "brainstorming", "question_generation": "brainstorming",
		"seeking_advice": "advice", "explaining_general": "explanation", "asking_how_to_question": "how_to",
		"writing_cooking_recipe": "how_to", "instructional_rewriting": "rewriting", "language_polishing": "rewriting",
		"paraphrasing": "rewriting", "text_simplification": "rewriting", "text_correction": "rewriting",
		"text_to_text_translation": "translation", "text_summarization": "summarization", "note_summarization": "summarization",
		"verifying_fact": "information", "analyzing_general": "analysis", "value_judgement": "analysis", "ranking": "analysis",
		"data_analysis": "analysis", "classification_identification": "analysis", "math_reasoning": "calculation",
		"solving_exam_question_with_math": "calculation", "planning": "planning", "recommendation": "recommendation",
		"roleplay": "conversation", "chitchat": "conversation", "code_generation": "programming",
		"code_correction_rewriting": "programming", "explaining_code": "programming", "code_to_code_translation": "programming",
		"code_simplification": "programming",
	}}},
	"programming": {{file: "autoj_scenarios.train", weight: 0.5, names: map[string]string{
		"code_generation": "code_generation", "explaining_code": "technical_explanation", "code_to_code_translation": "code_generation",
		"code_simplification": "code_review", "roleplay": intent.Other, "writing_email": intent.Other, "planning": intent.Other,
		"seeking_advice": intent.Other, "creative_writing": intent.Other, "text_summarization": intent.Other,
		"text_to_text_translation": intent.Other, "verifying_fact": intent.Other, "recommendation": intent.Other,
		"writing_cooking_recipe": intent.Other, "writing_song_lyrics": intent.Other, "chitchat": intent.Other,
	}}},
	"support": {
		{file: "bitext_support.train", every: 6, weight: 0.4, names: map[string]string{
			"change_order": "change_order", "place_order": "change_order", "switch_account": "account", "edit_account": "account",
			"recover_password": "account", "create_account": "account", "delete_account": "account",
			"registration_problems": "account", "check_payment_methods": "payment", "check_invoice": "payment",
			"get_invoice": "payment", "payment_issue": "payment", "delivery_period": "order_status", "track_order": "order_status",
			"delivery_options": "delivery", "change_shipping_address": "delivery", "set_up_shipping_address": "delivery",
			"track_refund": "refund", "get_refund": "refund", "check_refund_policy": "refund",
			"check_cancellation_fee": "cancellation", "cancel_order": "cancellation", "complaint": "complaint",
			"contact_human_agent": "contact_agent", "contact_customer_service": "contact_agent",
		}},
		{file: "banking77.train", every: 10, weight: 0.4, names: map[string]string{
			"card_arrival": "order_status", "Refund_not_showing_up": "refund", "request_refund": "refund",
			"declined_card_payment": "payment", "card_payment_fee_charged": "payment", "transaction_charged_twice": "payment",
			"pending_card_payment": "payment", "declined_transfer": "payment", "cancel_transfer": "cancellation",
			"terminate_account": "account", "passcode_forgotten": "account", "edit_personal_details": "account",
			"change_pin": "account", "contactless_not_working": "technical_issue", "card_not_working": "technical_issue",
			"virtual_card_not_working": "technical_issue",
		}},
		{file: "clinc150.train", every: 3, weight: 0.3, names: map[string]string{
			"book_flight": "booking", "book_hotel": "booking", "restaurant_reservation": "booking", "car_rental": "booking",
			"restaurant_suggestion": "recommendation", "travel_suggestion": "recommendation", "order_status": "order_status",
			"translate": intent.Other, "definition": intent.Other, "calculator": intent.Other, "tell_joke": intent.Other,
			"weather": intent.Other, "measurement_conversion": intent.Other, "meaning_of_life": intent.Other, "play_music": intent.Other,
			"recipe": intent.Other, "spelling": intent.Other, "fun_fact": intent.Other,
		}},
	},
}
