DROP INDEX "cases_unit_id_due_at_index";--> statement-breakpoint
DROP INDEX "cases_filed_by_id_id_index";--> statement-breakpoint
DROP INDEX "cases_answered_at_index";--> statement-breakpoint
DROP INDEX "case_numbers_state_leased_to_index";--> statement-breakpoint
CREATE INDEX "cases_unit_id_due_at_index" ON "cases" USING btree ("unit_id","due_at") WHERE "cases"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_filed_by_id_id_index" ON "cases" USING btree ("filed_by_id","id") WHERE "cases"."filed_by_id" is not null;--> statement-breakpoint
CREATE INDEX "cases_answered_at_index" ON "cases" USING btree ("answered_at") WHERE "cases"."answered_at" is not null;--> statement-breakpoint
CREATE INDEX "case_numbers_state_leased_to_index" ON "case_numbers" USING btree ("state","leased_to") WHERE "case_numbers"."state" <> 'used';