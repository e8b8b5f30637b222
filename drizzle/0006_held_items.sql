DROP INDEX "held_items_arrived_at_index";--> statement-breakpoint
ALTER TABLE "held_items" ADD COLUMN "has_danger" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "held_items_has_danger_arrived_at_index" ON "held_items" USING btree ("has_danger" DESC NULLS LAST,"arrived_at") WHERE "held_items"."decision" is null;