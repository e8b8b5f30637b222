DROP INDEX "cases_unit_id_due_at_index";--> statement-breakpoint
DROP INDEX "cases_state_due_at_index";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "nearest_due_at" timestamp (3) with time zone GENERATED ALWAYS AS (coalesce(case when state in ('submitted', 'need_info', 'accepted', 'assigned', 'return_requested', 'processing', 'extension_pending', 'long_term', 'review', 'rework') then least(due_at, external_due_at) else due_at end, timestamptz '9999-01-01 00:00:00+00')) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "cases_nearest_due_at_id_index" ON "cases" USING btree ("nearest_due_at","id");--> statement-breakpoint
CREATE INDEX "cases_unit_id_nearest_due_at_id_index" ON "cases" USING btree ("unit_id","nearest_due_at","id") WHERE "cases"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_state_nearest_due_at_id_index" ON "cases" USING btree ("state","nearest_due_at","id");