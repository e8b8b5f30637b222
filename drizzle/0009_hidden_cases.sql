CREATE INDEX "conduct_cases" ON "cases" USING btree ("id") WHERE "cases"."category_code" like '18%';--> statement-breakpoint
CREATE INDEX "exclusions_unit_id_index" ON "exclusions" USING btree ("unit_id") WHERE "exclusions"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "exclusions_staff_id_index" ON "exclusions" USING btree ("staff_id") WHERE "exclusions"."lifted_at" is null;