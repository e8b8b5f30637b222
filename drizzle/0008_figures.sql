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
ALTER TABLE "case_figures" ADD CONSTRAINT "case_figures_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_figures_submitted_at_index" ON "case_figures" USING btree ("submitted_at");--> statement-breakpoint
CREATE INDEX "case_figures_answer_due_at_index" ON "case_figures" USING btree ("answer_due_at");--> statement-breakpoint
CREATE INDEX "case_figures_first_due_at_index" ON "case_figures" USING btree ("first_due_at");--> statement-breakpoint
CREATE INDEX "case_figures_second_due_at_index" ON "case_figures" USING btree ("second_due_at") WHERE "case_figures"."second_due_at" is not null;--> statement-breakpoint
CREATE INDEX "case_figures_owed_due_at_index" ON "case_figures" USING btree ("owed_due_at") WHERE "case_figures"."owed_due_at" is not null;--> statement-breakpoint
CREATE INDEX "case_figures_case_id_index" ON "case_figures" USING btree ("case_id") WHERE "case_figures"."is_listed";--> statement-breakpoint
-- every case that is there already is folded once
INSERT INTO "undelivered" ("event_id", "subscriber")
	SELECT min("id"), 'stats' FROM "events" WHERE "stream" LIKE 'case:%' GROUP BY "stream";
