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
ALTER TABLE "cases" ADD COLUMN "locale" text DEFAULT 'zh-CN' NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "duty_phone" "bytea";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_message_id_index" ON "messages" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "told_once" ON "messages" USING btree ("case_id","recipient","channel","once");--> statement-breakpoint
CREATE INDEX "waiting_messages" ON "messages" USING btree ("channel","is_urgent" DESC NULLS FIRST,"due_at","id") WHERE "messages"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "dead_messages" ON "messages" USING btree ("settled_at","id") WHERE "messages"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "inbox" ON "messages" USING btree ("staff_id","id" DESC NULLS FIRST) WHERE "messages"."channel" = 'inbox';--> statement-breakpoint
CREATE INDEX "unread" ON "messages" USING btree ("staff_id","id") WHERE "messages"."channel" = 'inbox' and "messages"."read_at" is null;--> statement-breakpoint
CREATE INDEX "messages_event_id_index" ON "messages" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "messages_created_at_index" ON "messages" USING btree ("created_at");