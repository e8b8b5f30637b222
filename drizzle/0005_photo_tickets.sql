ALTER TABLE "photo_tickets" ADD COLUMN "code_mac" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "photo_tickets" ADD COLUMN "used_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "photo_tickets_device_id_index" ON "photo_tickets" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "photo_tickets_code_mac_index" ON "photo_tickets" USING btree ("code_mac");--> statement-breakpoint
CREATE UNIQUE INDEX "photo_tickets_opened_by_index" ON "photo_tickets" USING btree ("opened_by");