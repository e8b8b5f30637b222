CREATE TABLE "held_items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "held_items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"device_id" bigint NOT NULL,
	"number" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"arrived_at" timestamp (3) with time zone NOT NULL,
	"decision" text,
	"decided_at" timestamp (3) with time zone,
	"decided_by_id" bigint
);
--> statement-breakpoint
CREATE TABLE "kiosk_assists" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"device_id" bigint NOT NULL,
	"staff_id" bigint NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kiosk_bells" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "kiosk_bells_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kiosk_id" bigint NOT NULL,
	"rung_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"answered_by_id" bigint
);
--> statement-breakpoint
CREATE TABLE "kiosk_devices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "kiosk_devices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kiosk_id" bigint NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"paired_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"version" text DEFAULT '' NOT NULL,
	"queued" integer DEFAULT 0 NOT NULL,
	"oldest_queued_at" timestamp (3) with time zone,
	"stuck" integer DEFAULT 0 NOT NULL,
	"free_numbers" integer DEFAULT 0 NOT NULL,
	"paper" text DEFAULT 'unknown' NOT NULL,
	"clock_skew_seconds" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kiosks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "kiosks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"point_id" bigint NOT NULL,
	"name" text NOT NULL,
	"locale" text DEFAULT 'zh-CN' NOT NULL,
	"printer" text DEFAULT 'none' NOT NULL,
	"has_camera" boolean DEFAULT false NOT NULL,
	"has_microphone" boolean DEFAULT true NOT NULL,
	"mm_per_px" double precision DEFAULT 0.248 NOT NULL,
	"idle_seconds" jsonb NOT NULL,
	"places" text[] DEFAULT '{}' NOT NULL,
	"service_pin" text,
	CONSTRAINT "kiosks_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "pairing_codes" (
	"code_mac" "bytea" PRIMARY KEY NOT NULL,
	"kiosk_id" bigint NOT NULL,
	"made_by_id" bigint,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "photo_tickets" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"device_id" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"opened_by" "bytea"
);
--> statement-breakpoint
CREATE TABLE "reception_clerks" (
	"point_id" bigint NOT NULL,
	"staff_id" bigint NOT NULL,
	CONSTRAINT "reception_clerks_point_id_staff_id_pk" PRIMARY KEY("point_id","staff_id")
);
--> statement-breakpoint
CREATE TABLE "reception_hours" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reception_hours_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"point_id" bigint NOT NULL,
	"weekday" integer NOT NULL,
	"opens_at" text NOT NULL,
	"closes_at" text NOT NULL,
	"who" text NOT NULL,
	"note" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reception_points" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reception_points_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"area_id" bigint,
	"address" text DEFAULT '' NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "reception_points_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "seconds" integer;--> statement-breakpoint
ALTER TABLE "entry_tiles" ADD COLUMN "phrases" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "entry_tiles" ADD COLUMN "phrases_en" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "assist_pin" text;--> statement-breakpoint
ALTER TABLE "held_items" ADD CONSTRAINT "held_items_device_id_kiosk_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."kiosk_devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_items" ADD CONSTRAINT "held_items_decided_by_id_staff_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_assists" ADD CONSTRAINT "kiosk_assists_device_id_kiosk_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."kiosk_devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_assists" ADD CONSTRAINT "kiosk_assists_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_bells" ADD CONSTRAINT "kiosk_bells_kiosk_id_kiosks_id_fk" FOREIGN KEY ("kiosk_id") REFERENCES "public"."kiosks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_bells" ADD CONSTRAINT "kiosk_bells_answered_by_id_staff_id_fk" FOREIGN KEY ("answered_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_devices" ADD CONSTRAINT "kiosk_devices_kiosk_id_kiosks_id_fk" FOREIGN KEY ("kiosk_id") REFERENCES "public"."kiosks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_point_id_reception_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "public"."reception_points"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_codes" ADD CONSTRAINT "pairing_codes_kiosk_id_kiosks_id_fk" FOREIGN KEY ("kiosk_id") REFERENCES "public"."kiosks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_codes" ADD CONSTRAINT "pairing_codes_made_by_id_staff_id_fk" FOREIGN KEY ("made_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_tickets" ADD CONSTRAINT "photo_tickets_device_id_kiosk_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."kiosk_devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception_clerks" ADD CONSTRAINT "reception_clerks_point_id_reception_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "public"."reception_points"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception_clerks" ADD CONSTRAINT "reception_clerks_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception_hours" ADD CONSTRAINT "reception_hours_point_id_reception_points_id_fk" FOREIGN KEY ("point_id") REFERENCES "public"."reception_points"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception_points" ADD CONSTRAINT "reception_points_area_id_areas_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."areas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "held_items_device_id_number_index" ON "held_items" USING btree ("device_id","number");--> statement-breakpoint
CREATE INDEX "held_items_arrived_at_index" ON "held_items" USING btree ("arrived_at") WHERE "held_items"."decision" is null;--> statement-breakpoint
CREATE INDEX "kiosk_assists_opened_at_index" ON "kiosk_assists" USING btree ("opened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_bell" ON "kiosk_bells" USING btree ("kiosk_id") WHERE "kiosk_bells"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "kiosk_bells_rung_at_index" ON "kiosk_bells" USING btree ("rung_at");--> statement-breakpoint
CREATE UNIQUE INDEX "kiosk_devices_token_hash_index" ON "kiosk_devices" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "one_active_device" ON "kiosk_devices" USING btree ("kiosk_id") WHERE "kiosk_devices"."state" = 'active';--> statement-breakpoint
CREATE INDEX "kiosk_devices_kiosk_id_index" ON "kiosk_devices" USING btree ("kiosk_id");--> statement-breakpoint
CREATE INDEX "kiosks_point_id_index" ON "kiosks" USING btree ("point_id");--> statement-breakpoint
CREATE INDEX "pairing_codes_expires_at_index" ON "pairing_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "photo_tickets_expires_at_index" ON "photo_tickets" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "reception_hours_point_id_index" ON "reception_hours" USING btree ("point_id");