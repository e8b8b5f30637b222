CREATE TABLE "areas" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "areas_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"parent_id" bigint,
	"dispatcher_id" bigint,
	"is_active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "areas_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" bigint,
	"draft_id" "bytea",
	"text_id" bigint,
	"mime" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"is_released" boolean DEFAULT false NOT NULL,
	"uploaded_by_id" bigint,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_devices" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "case_sessions" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"via" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "code_handovers" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"staff_id" bigint NOT NULL,
	"is_used" boolean DEFAULT false NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"number" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"state" text NOT NULL,
	"resumes_to" text,
	"type" text NOT NULL,
	"class" text DEFAULT 'ordinary' NOT NULL,
	"category_code" text,
	"tile_position" integer,
	"area_id" bigint,
	"channel" text NOT NULL,
	"identity" text NOT NULL,
	"wants_call" boolean DEFAULT false NOT NULL,
	"has_danger" boolean DEFAULT false NOT NULL,
	"has_recording" boolean DEFAULT false NOT NULL,
	"title" text NOT NULL,
	"checked_title" text,
	"place" text DEFAULT '' NOT NULL,
	"has_text" boolean NOT NULL,
	"checked_text_id" bigint,
	"search" "tsvector" NOT NULL,
	"checked_search" "tsvector",
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"first_due_at" timestamp (3) with time zone NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"supply_by" timestamp (3) with time zone,
	"paused_days" integer DEFAULT 0 NOT NULL,
	"owner_id" bigint NOT NULL,
	"unit_id" bigint,
	"first_handler_id" bigint,
	"rejected_by_id" bigint,
	"filed_by_id" bigint,
	"released_to_id" bigint,
	"round" integer DEFAULT 1 NOT NULL,
	"is_designated" boolean DEFAULT false NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_as" text,
	"rechecked_at" timestamp (3) with time zone,
	"reminded_at" timestamp (3) with time zone,
	"submission_key_hash" "bytea" NOT NULL,
	"content_mac" "bytea" NOT NULL,
	"code_mac" "bytea" NOT NULL,
	"link_token_hash" "bytea" NOT NULL,
	"must_renew_code" boolean DEFAULT false NOT NULL,
	CONSTRAINT "cases_number_unique" UNIQUE("number"),
	CONSTRAINT "submitted_before_received" CHECK ("cases"."submitted_at" <= "cases"."received_at"),
	CONSTRAINT "open_has_due" CHECK (("cases"."due_at" is null) = ("cases"."state" in ('closed','archived','rejected','redirected','withdrawn','merged'))),
	CONSTRAINT "text_or_recording" CHECK ("cases"."has_text" or "cases"."has_recording"),
	CONSTRAINT "two_rounds" CHECK ("cases"."round" in (1, 2))
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"parent_code" text,
	"unit_id" bigint,
	"publishable" boolean DEFAULT true NOT NULL,
	"map_to12345" text,
	"is_active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entry_tiles" (
	"position" integer PRIMARY KEY NOT NULL,
	"icon" text NOT NULL,
	"label" text NOT NULL,
	"label_en" text NOT NULL,
	"hint" text NOT NULL,
	"hint_en" text NOT NULL,
	"category_codes" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_keys" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"wrapped" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"phone_index" "bytea",
	"hours" text DEFAULT 'any' NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"sealed_contact" "bytea",
	"filed_as" "bytea",
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "streams" (
	"stream" text PRIMARY KEY NOT NULL,
	"length" integer NOT NULL,
	"head" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "undelivered" (
	"event_id" bigint NOT NULL,
	"subscriber" text NOT NULL,
	CONSTRAINT "undelivered_subscriber_event_id_pk" PRIMARY KEY("subscriber","event_id")
);
--> statement-breakpoint
CREATE TABLE "unsealed" (
	"event_id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exclusions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exclusions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"unit_id" bigint,
	"staff_id" bigint,
	"set_at" timestamp (3) with time zone NOT NULL,
	"lifted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "answer_drafts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "answer_drafts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"round" integer NOT NULL,
	"state" text NOT NULL,
	"result" text NOT NULL,
	"parts" text NOT NULL,
	"text_id" bigint,
	"drafter_id" bigint NOT NULL,
	"reviewer_id" bigint,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "assignments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"is_designated" boolean DEFAULT false NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"signed_at" timestamp (3) with time zone,
	"returned_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "duties" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "duties_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"owed_by" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ratings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"round" integer NOT NULL,
	"stars" integer NOT NULL,
	"solved" text NOT NULL,
	"tags" text[] NOT NULL,
	"text_id" bigint,
	"rated_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "case_numbers" (
	"number" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"leased_to" text,
	"drawn_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"text_id" bigint,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"staff_id" bigint NOT NULL,
	"code_mac" "bytea" NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recovery_codes_staff_id_code_mac_pk" PRIMARY KEY("staff_id","code_mac")
);
--> statement-breakpoint
CREATE TABLE "renewal_links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "renewal_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"renews" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"made_by_id" bigint,
	"confirmed_by_id" bigint,
	"confirmed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "staff_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"username" text NOT NULL,
	"name" text NOT NULL,
	"unit_id" bigint NOT NULL,
	"password_hash" text,
	"factor_secret" "bytea",
	"factor_step" bigint,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staff_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "staff_roles" (
	"staff_id" bigint NOT NULL,
	"role" text NOT NULL,
	"granted_by_id" bigint,
	"confirmed_by_id" bigint,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "staff_roles_staff_id_role_pk" PRIMARY KEY("staff_id","role")
);
--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"staff_id" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"active_at" timestamp (3) with time zone NOT NULL,
	"proved_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "texts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "texts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint,
	"kind" text NOT NULL,
	"body" text,
	"nonce" "bytea",
	"digest" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "units_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"parent_id" bigint,
	"phone" text DEFAULT '' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "units_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "areas" ADD CONSTRAINT "areas_parent_id_areas_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "areas" ADD CONSTRAINT "areas_dispatcher_id_staff_id_fk" FOREIGN KEY ("dispatcher_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_devices" ADD CONSTRAINT "case_devices_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_sessions" ADD CONSTRAINT "case_sessions_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_handovers" ADD CONSTRAINT "code_handovers_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_category_code_categories_code_fk" FOREIGN KEY ("category_code") REFERENCES "public"."categories"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_owner_id_staff_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_first_handler_id_staff_id_fk" FOREIGN KEY ("first_handler_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_rejected_by_id_staff_id_fk" FOREIGN KEY ("rejected_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_filed_by_id_staff_id_fk" FOREIGN KEY ("filed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_released_to_id_staff_id_fk" FOREIGN KEY ("released_to_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_code_categories_code_fk" FOREIGN KEY ("parent_code") REFERENCES "public"."categories"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_keys" ADD CONSTRAINT "case_keys_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_drafts" ADD CONSTRAINT "answer_drafts_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_drafts" ADD CONSTRAINT "answer_drafts_drafter_id_staff_id_fk" FOREIGN KEY ("drafter_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_drafts" ADD CONSTRAINT "answer_drafts_reviewer_id_staff_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duties" ADD CONSTRAINT "duties_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_text_id_texts_id_fk" FOREIGN KEY ("text_id") REFERENCES "public"."texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewal_links" ADD CONSTRAINT "renewal_links_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewal_links" ADD CONSTRAINT "renewal_links_made_by_id_staff_id_fk" FOREIGN KEY ("made_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewal_links" ADD CONSTRAINT "renewal_links_confirmed_by_id_staff_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_granted_by_id_staff_id_fk" FOREIGN KEY ("granted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_confirmed_by_id_staff_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_parent_id_units_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_case_id_index" ON "attachments" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "attachments_draft_id_index" ON "attachments" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "case_devices_case_id_index" ON "case_devices" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "case_sessions_case_id_index" ON "case_sessions" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "case_sessions_expires_at_index" ON "case_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_submission_key_hash_index" ON "cases" USING btree ("submission_key_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_link_token_hash_index" ON "cases" USING btree ("link_token_hash");--> statement-breakpoint
CREATE INDEX "cases_owner_id_due_at_index" ON "cases" USING btree ("owner_id","due_at");--> statement-breakpoint
CREATE INDEX "cases_unit_id_due_at_index" ON "cases" USING btree ("unit_id","due_at");--> statement-breakpoint
CREATE INDEX "cases_state_due_at_index" ON "cases" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "cases_filed_by_id_id_index" ON "cases" USING btree ("filed_by_id","id");--> statement-breakpoint
CREATE INDEX "cases_submitted_at_index" ON "cases" USING btree ("submitted_at");--> statement-breakpoint
CREATE INDEX "cases_answered_at_index" ON "cases" USING btree ("answered_at");--> statement-breakpoint
CREATE INDEX "cases_search_index" ON "cases" USING gin ("search");--> statement-breakpoint
CREATE INDEX "cases_checked_search_index" ON "cases" USING gin ("checked_search");--> statement-breakpoint
CREATE INDEX "contacts_phone_index_index" ON "contacts" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "drafts_expires_at_index" ON "drafts" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "events_stream_position_index" ON "events" USING btree ("stream","position");--> statement-breakpoint
CREATE INDEX "events_kind_at_index" ON "events" USING btree ("kind","at");--> statement-breakpoint
CREATE INDEX "exclusions_case_id_index" ON "exclusions" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "answer_drafts_case_id_id_index" ON "answer_drafts" USING btree ("case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_draft" ON "answer_drafts" USING btree ("case_id") WHERE "answer_drafts"."state" in ('open', 'submitted');--> statement-breakpoint
CREATE INDEX "assignments_case_id_index" ON "assignments" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "duties_case_id_index" ON "duties" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "duties_owed_by_done_at_index" ON "duties" USING btree ("owed_by","done_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ratings_case_id_round_index" ON "ratings" USING btree ("case_id","round");--> statement-breakpoint
CREATE INDEX "ratings_rated_at_index" ON "ratings" USING btree ("rated_at");--> statement-breakpoint
CREATE INDEX "case_numbers_state_leased_to_index" ON "case_numbers" USING btree ("state","leased_to");--> statement-breakpoint
CREATE INDEX "rate_limits_expire_index" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE UNIQUE INDEX "renewal_links_token_hash_index" ON "renewal_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "renewal_links_staff_id_index" ON "renewal_links" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_unit_id_index" ON "staff" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_staff_id_index" ON "staff_sessions" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_expires_at_index" ON "staff_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "texts_case_id_id_index" ON "texts" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "units_parent_id_index" ON "units" USING btree ("parent_id");