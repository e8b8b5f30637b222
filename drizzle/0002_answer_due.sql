ALTER TABLE "cases" ADD COLUMN "answer_due_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "cases" SET "answer_due_at" = "first_due_at";--> statement-breakpoint
ALTER TABLE "cases" ALTER COLUMN "answer_due_at" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "cases_answer_due_at_index" ON "cases" USING btree ("answer_due_at");
