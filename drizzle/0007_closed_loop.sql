CREATE TABLE "alarms" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alarms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"staff_id" bigint,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"escalated_at" timestamp (3) with time zone,
	"answered_by_id" bigint,
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "shifts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "shifts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" bigint NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shift_in_order" CHECK ("shifts"."from_at" < "shifts"."until_at")
);
--> statement-breakpoint
CREATE TABLE "stand_ins" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "stand_ins_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"absent_id" bigint NOT NULL,
	"stand_in_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	CONSTRAINT "stand_in_in_order" CHECK ("stand_ins"."from_on" <= "stand_ins"."until_on"),
	CONSTRAINT "stand_in_differs" CHECK ("stand_ins"."absent_id" <> "stand_ins"."stand_in_id")
);
--> statement-breakpoint
CREATE TABLE "follow_ups" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "follow_ups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_tried_at" timestamp (3) with time zone,
	"solved" text,
	"text_id" bigint,
	"done_by_id" bigint,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "joint_tasks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "joint_tasks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"text_id" bigint NOT NULL,
	"answer_text_id" bigint,
	"given_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"answered_by_id" bigint,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"case_id" bigint NOT NULL,
	"event_id" bigint NOT NULL,
	"recipient" text NOT NULL,
	"staff_id" bigint,
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"once" text NOT NULL,
	"values" jsonb NOT NULL,
	"locale" text NOT NULL,
	"is_urgent" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_fault" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "roads" (
	"channel" text PRIMARY KEY NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"proposal_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"due_on" date NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by_id" bigint NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"text_id" bigint NOT NULL,
	"unit_id" bigint,
	"old_due_at" timestamp (3) with time zone,
	"new_due_at" timestamp (3) with time zone,
	"cycle_days" integer,
	"decider_id" bigint NOT NULL,
	"decided_by_id" bigint,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "publications_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" bigint NOT NULL,
	"state" text NOT NULL,
	"text_id" bigint NOT NULL,
	"drafted_by_id" bigint NOT NULL,
	"drafted_at" timestamp (3) with time zone NOT NULL,
	"reviewed_by_id" bigint,
	"published_at" timestamp (3) with time zone,
	"taken_down_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "duties_case_id_index";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "locale" text DEFAULT 'zh-CN' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "step_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "notice_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "extensions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "promised_on" date;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "long_term_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "notice_cycle_days" integer;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "ladder" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "main_id" bigint;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "merged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "merged_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "split_from_id" bigint;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "external_source" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "external_number" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "external_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "consents_to_publish" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "declines_follow_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "duty_phone" "bytea";--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_answered_by_id_staff_id_fk" FOREIGN KEY ("answered_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stand_ins" ADD CONSTRAINT "stand_ins_absent_id_staff_id_fk" FOREIGN KEY ("absent_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stand_ins" ADD CONSTRAINT "stand_ins_stand_in_id_staff_id_fk" FOREIGN KEY ("stand_in_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_done_by_id_staff_id_fk" FOREIGN KEY ("done_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_tasks" ADD CONSTRAINT "joint_tasks_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_tasks" ADD CONSTRAINT "joint_tasks_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_tasks" ADD CONSTRAINT "joint_tasks_answered_by_id_staff_id_fk" FOREIGN KEY ("answered_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phases" ADD CONSTRAINT "phases_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phases" ADD CONSTRAINT "phases_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_proposed_by_id_staff_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_decider_id_staff_id_fk" FOREIGN KEY ("decider_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_decided_by_id_staff_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_drafted_by_id_staff_id_fk" FOREIGN KEY ("drafted_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_reviewed_by_id_staff_id_fk" FOREIGN KEY ("reviewed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_alarm" ON "alarms" USING btree ("case_id") WHERE "alarms"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "alarms_raised_at_index" ON "alarms" USING btree ("raised_at") WHERE "alarms"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "shifts_until_at_index" ON "shifts" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "shifts_staff_id_until_at_index" ON "shifts" USING btree ("staff_id","until_at");--> statement-breakpoint
CREATE INDEX "stand_ins_stand_in_id_until_on_index" ON "stand_ins" USING btree ("stand_in_id","until_on");--> statement-breakpoint
CREATE INDEX "stand_ins_absent_id_until_on_index" ON "stand_ins" USING btree ("absent_id","until_on");--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ups_case_id_cause_index" ON "follow_ups" USING btree ("case_id","cause");--> statement-breakpoint
CREATE INDEX "follow_ups_due_at_index" ON "follow_ups" USING btree ("due_at") WHERE "follow_ups"."state" = 'open';--> statement-breakpoint
CREATE INDEX "joint_tasks_case_id_id_index" ON "joint_tasks" USING btree ("case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_task" ON "joint_tasks" USING btree ("case_id","unit_id") WHERE "joint_tasks"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "joint_tasks_unit_id_due_at_index" ON "joint_tasks" USING btree ("unit_id","due_at") WHERE "joint_tasks"."ended_at" is null and "joint_tasks"."answered_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_message_id_index" ON "messages" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "told_once" ON "messages" USING btree ("case_id","recipient","channel","once");--> statement-breakpoint
CREATE INDEX "waiting_messages" ON "messages" USING btree ("channel","is_urgent" DESC NULLS FIRST,"due_at","id") WHERE "messages"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "dead_messages" ON "messages" USING btree ("settled_at","id") WHERE "messages"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "inbox" ON "messages" USING btree ("staff_id","id" DESC NULLS FIRST) WHERE "messages"."channel" = 'inbox';--> statement-breakpoint
CREATE INDEX "unread" ON "messages" USING btree ("staff_id","id") WHERE "messages"."channel" = 'inbox' and "messages"."read_at" is null;--> statement-breakpoint
CREATE INDEX "messages_event_id_index" ON "messages" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "messages_created_at_index" ON "messages" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "phases_proposal_id_position_index" ON "phases" USING btree ("proposal_id","position");--> statement-breakpoint
CREATE INDEX "phases_case_id_position_index" ON "phases" USING btree ("case_id","position");--> statement-breakpoint
CREATE INDEX "proposals_case_id_id_index" ON "proposals" USING btree ("case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_proposal" ON "proposals" USING btree ("case_id") WHERE "proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "proposals_decider_id_index" ON "proposals" USING btree ("decider_id") WHERE "proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "proposals_kind_unit_id_index" ON "proposals" USING btree ("kind","unit_id") WHERE "proposals"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_publication" ON "publications" USING btree ("case_id") WHERE "publications"."state" in ('drafted', 'published');--> statement-breakpoint
CREATE INDEX "publications_published_at_index" ON "publications" USING btree ("published_at") WHERE "publications"."state" = 'published';--> statement-breakpoint
CREATE INDEX "publications_drafted_at_index" ON "publications" USING btree ("drafted_at") WHERE "publications"."state" = 'drafted';--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_main_id_cases_id_fk" FOREIGN KEY ("main_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_split_from_id_cases_id_fk" FOREIGN KEY ("split_from_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cases_that_take_others" ON "cases" USING btree (left("category_code", 2),"submitted_at") WHERE "cases"."state" in ('submitted', 'need_info', 'accepted', 'assigned', 'processing', 'extension_pending', 'long_term', 'review', 'rework');--> statement-breakpoint
CREATE INDEX "cases_step_due_at_index" ON "cases" USING btree ("step_due_at") WHERE "cases"."step_due_at" is not null;--> statement-breakpoint
CREATE INDEX "cases_notice_due_at_index" ON "cases" USING btree ("notice_due_at") WHERE "cases"."notice_due_at" is not null;--> statement-breakpoint
CREATE INDEX "cases_main_id_index" ON "cases" USING btree ("main_id") WHERE "cases"."main_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_split_from_id_index" ON "cases" USING btree ("split_from_id") WHERE "cases"."split_from_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_external_number_index" ON "cases" USING btree ("external_number") WHERE "cases"."external_number" is not null;--> statement-breakpoint
CREATE INDEX "cases_long_term_since_index" ON "cases" USING btree ("long_term_since") WHERE "cases"."long_term_since" is not null;--> statement-breakpoint
CREATE INDEX "cases_closed_at_index" ON "cases" USING btree ("closed_at");--> statement-breakpoint
CREATE INDEX "duties_case_id_kind_index" ON "duties" USING btree ("case_id","kind");--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "merged_has_main" CHECK ("cases"."state" <> 'merged' or "cases"."main_id" is not null);--> statement-breakpoint
-- cases that are under way get the clocks they would have had
UPDATE "cases" SET "step_due_at" = now() + interval '1 day' WHERE "state" IN ('submitted', 'accepted', 'assigned', 'return_requested');--> statement-breakpoint
UPDATE "cases" SET "notice_due_at" = greatest("submitted_at" + interval '7 days', now() + interval '1 day')
	WHERE "state" IN ('submitted', 'need_info', 'accepted', 'assigned', 'return_requested', 'processing', 'review', 'rework');
