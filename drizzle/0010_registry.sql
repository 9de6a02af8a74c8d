CREATE TABLE "attendances" (
	"training_id" uuid NOT NULL,
	"streamer_id" uuid NOT NULL,
	"hours" double precision NOT NULL,
	"score" double precision,
	"passed" boolean,
	CONSTRAINT "attendances_training_id_streamer_id_pk" PRIMARY KEY("training_id","streamer_id")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"streamer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"number" text NOT NULL,
	"issuer" text NOT NULL,
	"issued_on" date NOT NULL,
	"valid_until" date,
	"score" double precision,
	"passed" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credentials_key" UNIQUE("streamer_id","kind","name","number","issued_on")
);
--> statement-breakpoint
CREATE TABLE "guide_receipts" (
	"guide_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"read_by" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "guide_receipts_guide_id_operator_id_pk" PRIMARY KEY("guide_id","operator_id")
);
--> statement-breakpoint
CREATE TABLE "guides" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"region" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"version" integer NOT NULL,
	"body" text NOT NULL,
	"sha256" text NOT NULL,
	"published_by" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "guides_key" UNIQUE("region","kind","title","version")
);
--> statement-breakpoint
CREATE TABLE "import_errors" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"cells" text[] NOT NULL,
	"problems" jsonb NOT NULL,
	CONSTRAINT "import_errors_import_id_line_pk" PRIMARY KEY("import_id","line")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"region" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"rows" integer NOT NULL,
	"created" integer NOT NULL,
	"updated" integer NOT NULL,
	"unchanged" integer NOT NULL,
	"refused" integer NOT NULL,
	"header" text[] NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "licences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"operator_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"scope" text DEFAULT '' NOT NULL,
	"issuer" text DEFAULT '' NOT NULL,
	"issued_on" date,
	"valid_until" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "licences_key" UNIQUE("operator_id","kind","number")
);
--> statement-breakpoint
CREATE TABLE "real_name_checks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"room_id" uuid NOT NULL,
	"sheet_version" text NOT NULL,
	"checked_on" date NOT NULL,
	"answers" jsonb NOT NULL,
	"passed" boolean NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_streamers" (
	"room_id" uuid NOT NULL,
	"streamer_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "room_streamers_room_id_streamer_id_pk" PRIMARY KEY("room_id","streamer_id")
);
--> statement-breakpoint
CREATE TABLE "streamers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"alias" text DEFAULT '' NOT NULL,
	"region" text NOT NULL,
	"operator_id" uuid,
	"phone" text DEFAULT '' NOT NULL,
	"identity_sealed" text,
	"identity_digest" text,
	"identity_masked" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "streamers_identity_key" UNIQUE("region","identity_digest")
);
--> statement-breakpoint
CREATE TABLE "support_measures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"region" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"contact" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "support_offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"measure_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"offered_on" date NOT NULL,
	"offered_by" text NOT NULL,
	"state" text DEFAULT 'offered' NOT NULL,
	"outcome" text DEFAULT '' NOT NULL,
	"outcome_on" date,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trainings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"region" text NOT NULL,
	"title" text NOT NULL,
	"held_on" date NOT NULL,
	"hours" double precision NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"host" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "operators" DROP CONSTRAINT "operators_code_unique";--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "kind" text DEFAULT 'company' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "category" text DEFAULT 'merchant' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "domicile" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "representative" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "contact" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "phone" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "abnormal" jsonb;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "dishonest" jsonb;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "account_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "link" text;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_training_id_trainings_id_fk" FOREIGN KEY ("training_id") REFERENCES "public"."trainings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_streamer_id_streamers_id_fk" FOREIGN KEY ("streamer_id") REFERENCES "public"."streamers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_streamer_id_streamers_id_fk" FOREIGN KEY ("streamer_id") REFERENCES "public"."streamers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guide_receipts" ADD CONSTRAINT "guide_receipts_guide_id_guides_id_fk" FOREIGN KEY ("guide_id") REFERENCES "public"."guides"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guide_receipts" ADD CONSTRAINT "guide_receipts_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_errors" ADD CONSTRAINT "import_errors_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licences" ADD CONSTRAINT "licences_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "real_name_checks" ADD CONSTRAINT "real_name_checks_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_streamers" ADD CONSTRAINT "room_streamers_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_streamers" ADD CONSTRAINT "room_streamers_streamer_id_streamers_id_fk" FOREIGN KEY ("streamer_id") REFERENCES "public"."streamers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "streamers" ADD CONSTRAINT "streamers_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_offers" ADD CONSTRAINT "support_offers_measure_id_support_measures_id_fk" FOREIGN KEY ("measure_id") REFERENCES "public"."support_measures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_offers" ADD CONSTRAINT "support_offers_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendances_streamer" ON "attendances" USING btree ("streamer_id");--> statement-breakpoint
CREATE INDEX "credentials_until" ON "credentials" USING btree ("valid_until");--> statement-breakpoint
CREATE INDEX "guide_receipts_operator" ON "guide_receipts" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "guides_newest" ON "guides" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX "imports_region" ON "imports" USING btree ("region","at");--> statement-breakpoint
CREATE INDEX "licences_until" ON "licences" USING btree ("valid_until");--> statement-breakpoint
CREATE INDEX "real_name_checks_room" ON "real_name_checks" USING btree ("room_id","checked_on");--> statement-breakpoint
CREATE INDEX "room_streamers_streamer" ON "room_streamers" USING btree ("streamer_id");--> statement-breakpoint
CREATE INDEX "streamers_region" ON "streamers" USING btree ("region","name");--> statement-breakpoint
CREATE INDEX "streamers_operator" ON "streamers" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "support_measures_region" ON "support_measures" USING btree ("region","valid_from");--> statement-breakpoint
CREATE INDEX "support_offers_operator" ON "support_offers" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "support_offers_measure" ON "support_offers" USING btree ("measure_id");--> statement-breakpoint
CREATE INDEX "trainings_region" ON "trainings" USING btree ("region","held_on");--> statement-breakpoint
CREATE INDEX "operators_region" ON "operators" USING btree ("region","name");--> statement-breakpoint
CREATE INDEX "rooms_operator" ON "rooms" USING btree ("operator_id");--> statement-breakpoint
ALTER TABLE "operators" ADD CONSTRAINT "operators_code_key" UNIQUE("code","region");