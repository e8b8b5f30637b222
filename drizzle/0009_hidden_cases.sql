CREATE INDEX "conduct_cases" ON "cases" USING btree ("id") WHERE "cases"."category_code" like '18%';--> statement-breakpoint
CREATE INDEX "exclusions_unit_id_index" ON "exclusions" USING btree ("unit_id") WHERE "exclusions"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "exclusions_staff_id_index" ON "exclusions" USING btree ("staff_id") WHERE "exclusions"."lifted_at" is null;--> statement-breakpoint
-- words that were owed before an answer, of cases that are over: ended by the acts from now on
UPDATE "duties" SET "done_at" = now() FROM "cases" WHERE "cases"."id" = "duties"."case_id" AND "duties"."done_at" IS NULL AND "duties"."kind" IN ('first-message', 'progress') AND "cases"."state" IN ('answered', 'closed', 'archived', 'rejected', 'redirected', 'merged', 'withdrawn');--> statement-breakpoint
UPDATE "duties" SET "owed_by" = 'supervisor' FROM "cases" WHERE "cases"."id" = "duties"."case_id" AND "duties"."done_at" IS NULL AND "duties"."kind" = 'call' AND "duties"."owed_by" = 'dispatcher' AND "cases"."category_code" LIKE '18%';
