CREATE TABLE "import_rows" (
	"import_id" bigint NOT NULL,
	"row" integer NOT NULL,
	"state" text NOT NULL,
	"says" jsonb,
	"problems" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"key" text NOT NULL,
	"case_id" bigint,
	"refusal" text,
	CONSTRAINT "import_rows_import_id_row_pk" PRIMARY KEY("import_id","row")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"digest" "bytea" NOT NULL,
	"state" text NOT NULL,
	"columns" jsonb NOT NULL,
	"uploaded_by_id" bigint NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by_id" bigint,
	"confirmed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "imports_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "imported_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_uploaded_by_id_staff_id_fk" FOREIGN KEY ("uploaded_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_confirmed_by_id_staff_id_fk" FOREIGN KEY ("confirmed_by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_rows_import_id_row_index" ON "import_rows" USING btree ("import_id","row") WHERE "import_rows"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "imports_id_index" ON "imports" USING btree ("id") WHERE "imports"."state" in ('checked', 'running');--> statement-breakpoint
CREATE INDEX "reworked_cases" ON "cases" USING btree ("submitted_at") WHERE "cases"."round" = 2;--> statement-breakpoint
CREATE INDEX "extended_cases" ON "cases" USING btree ("submitted_at") WHERE "cases"."extensions" > 0;--> statement-breakpoint
CREATE INDEX "late_answers" ON "cases" USING btree ("submitted_at") WHERE "cases"."answered_at" > "cases"."answer_due_at";--> statement-breakpoint
CREATE INDEX "cases_of_units" ON "cases" USING btree ("unit_id","submitted_at") WHERE "cases"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX "imported_cases" ON "cases" USING btree ("submitted_at") WHERE "cases"."imported_at" is not null;--> statement-breakpoint
CREATE INDEX "bad_ratings" ON "ratings" USING btree ("case_id") WHERE "ratings"."stars" <= 2;