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
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_category_code_categories_code_fk" FOREIGN KEY ("category_code") REFERENCES "public"."categories"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "common_issues" ADD CONSTRAINT "common_issues_drafted_by_id_staff_id_fk" FOREIGN KEY ("drafted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_issue_id_common_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."common_issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_linked_by_id_staff_id_fk" FOREIGN KEY ("linked_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_notes" ADD CONSTRAINT "issue_notes_issue_id_common_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."common_issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_notes" ADD CONSTRAINT "issue_notes_noted_by_id_staff_id_fk" FOREIGN KEY ("noted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_entries" ADD CONSTRAINT "knowledge_entries_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_entries" ADD CONSTRAINT "knowledge_entries_published_by_id_staff_id_fk" FOREIGN KEY ("published_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_entries" ADD CONSTRAINT "knowledge_entries_drafted_by_id_staff_id_fk" FOREIGN KEY ("drafted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "published_issues" ON "common_issues" USING btree ("state","id") WHERE "common_issues"."published_text_id" is not null;--> statement-breakpoint
CREATE INDEX "common_issues_state_id_index" ON "common_issues" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "issue_links_issue_id_case_id_index" ON "issue_links" USING btree ("issue_id","case_id");--> statement-breakpoint
CREATE INDEX "issue_notes_issue_id_id_index" ON "issue_notes" USING btree ("issue_id","id");--> statement-breakpoint
CREATE INDEX "knowledge_entries_search_index" ON "knowledge_entries" USING gin ("search");--> statement-breakpoint
CREATE INDEX "knowledge_entries_asked_index" ON "knowledge_entries" USING gin ("asked");--> statement-breakpoint
CREATE INDEX "knowledge_entries_category_codes_index" ON "knowledge_entries" USING gin ("category_codes");--> statement-breakpoint
CREATE INDEX "knowledge_entries_review_by_id_index" ON "knowledge_entries" USING btree ("review_by","id") WHERE "knowledge_entries"."published_text_id" is not null;--> statement-breakpoint
CREATE INDEX "published_entries" ON "knowledge_entries" USING btree ("id") WHERE "knowledge_entries"."published_text_id" is not null;--> statement-breakpoint
CREATE INDEX "drafted_entries" ON "knowledge_entries" USING btree ("id") WHERE "knowledge_entries"."draft_text_id" is not null;