CREATE TABLE "account_books" (
	"month" text PRIMARY KEY NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"is_final" boolean NOT NULL,
	"document" text NOT NULL,
	"late" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"counted_at" timestamp (3) with time zone NOT NULL,
	"text_id" bigint
);
--> statement-breakpoint
CREATE TABLE "case_figures" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"channel" text NOT NULL,
	"type" text NOT NULL,
	"class" text NOT NULL,
	"category_code" text,
	"area_id" bigint,
	"unit_id" bigint,
	"accept_by" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_as" text,
	"accepted_at" timestamp (3) with time zone,
	"contact_by" timestamp (3) with time zone,
	"contacted_at" timestamp (3) with time zone,
	"first_due_at" timestamp (3) with time zone NOT NULL,
	"answer_due_at" timestamp (3) with time zone NOT NULL,
	"owed_due_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"answer_days" integer,
	"result" text,
	"is_on_the_spot" boolean NOT NULL,
	"extensions" integer NOT NULL,
	"is_notice_late" boolean NOT NULL,
	"assignments" integer NOT NULL,
	"returns" integer NOT NULL,
	"raised_to_important" boolean NOT NULL,
	"paused_days" integer NOT NULL,
	"long_term_since" timestamp (3) with time zone,
	"is_listed" boolean NOT NULL,
	"notice_due_at" timestamp (3) with time zone,
	"missed_notices" integer NOT NULL,
	"stars" integer,
	"second_stars" integer,
	"solved" text,
	"rework_at" timestamp (3) with time zone,
	"rework_cause" text,
	"second_due_at" timestamp (3) with time zone,
	"second_answered_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_as" text,
	"sampled_at" timestamp (3) with time zone,
	"sample_solved" text,
	"consents" boolean NOT NULL,
	"published_at" timestamp (3) with time zone,
	"merged_into_id" bigint
);
--> statement-breakpoint
CREATE TABLE "common_issues" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "common_issues_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"state" text NOT NULL,
	"title" text NOT NULL,
	"category_code" text,
	"area_id" bigint,
	"unit_id" bigint NOT NULL,
	"published_text_id" bigint,
	"published_at" timestamp (3) with time zone,
	"draft_text_id" bigint,
	"drafted_at" timestamp (3) with time zone,
	"drafted_by_id" bigint,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "issue_links" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"issue_id" bigint NOT NULL,
	"linked_by_id" bigint NOT NULL,
	"linked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issue_notes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "issue_notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"issue_id" bigint NOT NULL,
	"text_id" bigint NOT NULL,
	"noted_by_id" bigint NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"import_id" bigint NOT NULL,
	"row" integer NOT NULL,
	"state" text NOT NULL,
	"says" jsonb,
	"problems" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"key" text NOT NULL,
	"case_id" bigint,
	"refusal" text,
	CONSTRAINT "import_rows_import_id_row_pk" PRIMARY KEY("import_id","row")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"digest" "bytea" NOT NULL,
	"state" text NOT NULL,
	"columns" jsonb NOT NULL,
	"uploaded_by_id" bigint NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by_id" bigint,
	"confirmed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "imports_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "knowledge_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "knowledge_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"question" text NOT NULL,
	"question_en" text NOT NULL,
	"category_codes" text[] NOT NULL,
	"unit_id" bigint NOT NULL,
	"valid_from" date NOT NULL,
	"review_by" date NOT NULL,
	"search" "tsvector" NOT NULL,
	"asked" "tsvector" NOT NULL,
	"published_text_id" bigint,
	"published_at" timestamp (3) with time zone,
	"published_by_id" bigint,
	"draft_text_id" bigint,
	"drafted_at" timestamp (3) with time zone,
	"drafted_by_id" bigint
);
--> statement-breakpoint
CREATE TABLE "presences" (
	"case_id" bigint NOT NULL,
	"staff_id" bigint NOT NULL,
	"act" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presences_case_id_staff_id_pk" PRIMARY KEY("case_id","staff_id")
);
--> statement-breakpoint
CREATE TABLE "bulk_items" (
	"run_id" bigint NOT NULL,
	"number" text NOT NULL,
	"refusal" text,
	"details" jsonb,
	CONSTRAINT "bulk_items_run_id_number_pk" PRIMARY KEY("run_id","number")
);
--> statement-breakpoint
CREATE TABLE "bulk_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bulk_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"key" text NOT NULL,
	"act" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phrases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phrases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint,
	"unit_id" bigint,
	"body" text NOT NULL,
	CONSTRAINT "phrase_has_one_owner" CHECK (("phrases"."staff_id" is null) <> ("phrases"."unit_id" is null))
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"unit_id" bigint,
	"name" text NOT NULL,
	"query" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"state" text DEFAULT 'drafted' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"parts" text NOT NULL,
	"corrects_id" bigint,
	"drafted_by_id" bigint NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"frozen_by_id" bigint,
	"frozen_at" timestamp (3) with time zone,
	"as_of" timestamp (3) with time zone,
	"figures_id" bigint,
	"words_id" bigint,
	CONSTRAINT "frozen_has_figures" CHECK (("reports"."state" = 'frozen') = (num_nonnulls("reports"."frozen_by_id", "reports"."frozen_at", "reports"."as_of", "reports"."figures_id", "reports"."words_id") = 5))
);
--> statement-breakpoint
CREATE TABLE "ledger_checks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_checks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"begun_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"after_stream" text DEFAULT '' NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"streams" integer DEFAULT 0 NOT NULL,
	"texts" integer DEFAULT 0 NOT NULL,
	"broken_at" text,
	"why" text
);
--> statement-breakpoint
CREATE TABLE "page_reads" (
	"staff_id" bigint NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"pages" integer NOT NULL,
	CONSTRAINT "page_reads_staff_id_hour_pk" PRIMARY KEY("staff_id","hour")
);
--> statement-breakpoint
CREATE TABLE "reading_alarms" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reading_alarms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"measure" text NOT NULL,
	"span_at" timestamp (3) with time zone NOT NULL,
	"found" integer NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone,
	"seen_by_id" bigint
);
--> statement-breakpoint
CREATE TABLE "rule_versions" (
	"key" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"figure" integer NOT NULL,
	CONSTRAINT "rule_versions_key_from_at_pk" PRIMARY KEY("key","from_at")
);
--> statement-breakpoint
CREATE TABLE "task_reports" (
	"task" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wordings" (
	"key" text PRIMARY KEY NOT NULL,
	"zh" text NOT NULL,
	"en" text NOT NULL,
	"is_offered" boolean DEFAULT true NOT NULL,
	"text_id" bigint NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "cases_unit_id_due_at_index";--> statement-breakpoint
DROP INDEX "cases_state_due_at_index";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "imported_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "nearest_due_at" timestamp (3) with time zone GENERATED ALWAYS AS (coalesce(case when state in ('submitted', 'need_info', 'accepted', 'assigned', 'return_requested', 'processing', 'extension_pending', 'long_term', 'review', 'rework') then least(due_at, external_due_at) else due_at end, timestamptz '9999-01-01 00:00:00+00')) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "account_books" ADD CONSTRAINT "account_books_text_id_texts_id_fk" FOREIGN KEY ("text_id") REFERENCES "public"."texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_figures" ADD CONSTRAINT "case_figures_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_category_code_categories_code_fk" FOREIGN KEY ("category_code") REFERENCES "public"."categories"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_drafted_by_id_staff_id_fk" FOREIGN KEY ("drafted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_issue_id_common_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."common_issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_linked_by_id_staff_id_fk" FOREIGN KEY ("linked_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_notes" ADD CONSTRAINT "issue_notes_issue_id_common_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."common_issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_notes" ADD CONSTRAINT "issue_notes_noted_by_id_staff_id_fk" FOREIGN KEY ("noted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_uploaded_by_id_staff_id_fk" FOREIGN KEY ("uploaded_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_confirmed_by_id_staff_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_entries" ADD CONSTRAINT "knowledge_entries_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_entries" ADD CONSTRAINT "knowledge_entries_published_by_id_staff_id_fk" FOREIGN KEY ("published_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_entries" ADD CONSTRAINT "knowledge_entries_drafted_by_id_staff_id_fk" FOREIGN KEY ("drafted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_run_id_bulk_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."bulk_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phrases" ADD CONSTRAINT "phrases_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phrases" ADD CONSTRAINT "phrases_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_corrects_id_reports_id_fk" FOREIGN KEY ("corrects_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_drafted_by_id_staff_id_fk" FOREIGN KEY ("drafted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_frozen_by_id_staff_id_fk" FOREIGN KEY ("frozen_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_figures_id_texts_id_fk" FOREIGN KEY ("figures_id") REFERENCES "public"."texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_words_id_texts_id_fk" FOREIGN KEY ("words_id") REFERENCES "public"."texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page_reads" ADD CONSTRAINT "page_reads_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reading_alarms" ADD CONSTRAINT "reading_alarms_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reading_alarms" ADD CONSTRAINT "reading_alarms_seen_by_id_staff_id_fk" FOREIGN KEY ("seen_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_figures_submitted_at_index" ON "case_figures" USING btree ("submitted_at");--> statement-breakpoint
CREATE INDEX "case_figures_answer_due_at_index" ON "case_figures" USING btree ("answer_due_at");--> statement-breakpoint
CREATE INDEX "case_figures_first_due_at_index" ON "case_figures" USING btree ("first_due_at");--> statement-breakpoint
CREATE INDEX "case_figures_second_due_at_index" ON "case_figures" USING btree ("second_due_at") WHERE "case_figures"."second_due_at" is not null;--> statement-breakpoint
CREATE INDEX "case_figures_owed_due_at_index" ON "case_figures" USING btree ("owed_due_at") WHERE "case_figures"."owed_due_at" is not null;--> statement-breakpoint
CREATE INDEX "case_figures_case_id_index" ON "case_figures" USING btree ("case_id") WHERE "case_figures"."is_listed";--> statement-breakpoint
CREATE INDEX "published_issues" ON "common_issues" USING btree ("state","id") WHERE "common_issues"."published_text_id" is not null;--> statement-breakpoint
CREATE INDEX "common_issues_state_id_index" ON "common_issues" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "issue_links_issue_id_case_id_index" ON "issue_links" USING btree ("issue_id","case_id");--> statement-breakpoint
CREATE INDEX "issue_notes_issue_id_id_index" ON "issue_notes" USING btree ("issue_id","id");--> statement-breakpoint
CREATE INDEX "import_rows_import_id_row_index" ON "import_rows" USING btree ("import_id","row") WHERE "import_rows"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "imports_id_index" ON "imports" USING btree ("id") WHERE "imports"."state" in ('checked', 'running');--> statement-breakpoint
CREATE INDEX "knowledge_entries_search_index" ON "knowledge_entries" USING gin ("search");--> statement-breakpoint
CREATE INDEX "knowledge_entries_asked_index" ON "knowledge_entries" USING gin ("asked");--> statement-breakpoint
CREATE INDEX "knowledge_entries_category_codes_index" ON "knowledge_entries" USING gin ("category_codes");--> statement-breakpoint
CREATE INDEX "knowledge_entries_review_by_id_index" ON "knowledge_entries" USING btree ("review_by","id") WHERE "knowledge_entries"."published_text_id" is not null;--> statement-breakpoint
CREATE INDEX "published_entries" ON "knowledge_entries" USING btree ("id") WHERE "knowledge_entries"."published_text_id" is not null;--> statement-breakpoint
CREATE INDEX "drafted_entries" ON "knowledge_entries" USING btree ("id") WHERE "knowledge_entries"."draft_text_id" is not null;--> statement-breakpoint
CREATE INDEX "presences_seen_at_index" ON "presences" USING btree ("seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "bulk_runs_staff_id_key_index" ON "bulk_runs" USING btree ("staff_id","key");--> statement-breakpoint
CREATE INDEX "bulk_runs_started_at_index" ON "bulk_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "phrases_staff_id_index" ON "phrases" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "phrases_unit_id_index" ON "phrases" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "saved_views_staff_id_index" ON "saved_views" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "saved_views_unit_id_index" ON "saved_views" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "reports_kind_from_on_index" ON "reports" USING btree ("kind","from_on");--> statement-breakpoint
CREATE UNIQUE INDEX "one_report_of_a_period" ON "reports" USING btree ("kind","from_on") WHERE "reports"."corrects_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_correction_of_a_report" ON "reports" USING btree ("corrects_id") WHERE "reports"."corrects_id" is not null;--> statement-breakpoint
CREATE INDEX "page_reads_hour_index" ON "page_reads" USING btree ("hour");--> statement-breakpoint
CREATE UNIQUE INDEX "reading_alarms_staff_id_measure_span_at_index" ON "reading_alarms" USING btree ("staff_id","measure","span_at");--> statement-breakpoint
CREATE INDEX "reading_alarms_raised_at_id_index" ON "reading_alarms" USING btree ("raised_at","id");--> statement-breakpoint
CREATE INDEX "cases_nearest_due_at_id_index" ON "cases" USING btree ("nearest_due_at","id");--> statement-breakpoint
CREATE INDEX "cases_unit_id_nearest_due_at_id_index" ON "cases" USING btree ("unit_id","nearest_due_at","id") WHERE "cases"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_state_nearest_due_at_id_index" ON "cases" USING btree ("state","nearest_due_at","id");--> statement-breakpoint
CREATE INDEX "reworked_cases" ON "cases" USING btree ("submitted_at") WHERE "cases"."round" = 2;--> statement-breakpoint
CREATE INDEX "extended_cases" ON "cases" USING btree ("submitted_at") WHERE "cases"."extensions" > 0;--> statement-breakpoint
CREATE INDEX "late_answers" ON "cases" USING btree ("submitted_at") WHERE "cases"."answered_at" > "cases"."answer_due_at";--> statement-breakpoint
CREATE INDEX "cases_of_units" ON "cases" USING btree ("unit_id","submitted_at") WHERE "cases"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX "imported_cases" ON "cases" USING btree ("submitted_at") WHERE "cases"."imported_at" is not null;--> statement-breakpoint
CREATE INDEX "events_at_id_index" ON "events" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "events_actor_id_at_index" ON "events" USING btree ("actor_id","at") WHERE "events"."actor_kind" = 'staff';--> statement-breakpoint
CREATE INDEX "bad_ratings" ON "ratings" USING btree ("case_id") WHERE "ratings"."stars" <= 2;--> statement-breakpoint
-- A frozen report and the book of a month that is over stay as they are (`refuse_change` is of 0001).
CREATE TRIGGER reports_stay_frozen BEFORE UPDATE OR DELETE ON reports FOR EACH ROW WHEN (OLD.state = 'frozen') EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER account_books_stay_closed BEFORE UPDATE OR DELETE ON account_books FOR EACH ROW WHEN (OLD.is_final) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- every case that is there already is folded once
INSERT INTO "undelivered" ("event_id", "subscriber")
	SELECT min("id"), 'stats' FROM "events" WHERE "stream" LIKE 'case:%' GROUP BY "stream";
