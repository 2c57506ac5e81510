// Made from the table of the language (`cargo xtask codegen`): do not edit.
#pragma once

// The parts of a head as far as they tell it from prose.
typedef enum { NO_PART, PREFIX_PART, TITLE_PART, NAME_PART, LABEL_PART, REFERENCE_PART, TO_PART, DOCUMENT_PART, NUMBER_PART, LETTER_PART } Part;

// Its words, and its first two parts.
typedef struct {
  const char *first, *second;
  Part parts[2];
} Head;

static const Head HEADS[] = {
    {"standard", NULL, {PREFIX_PART, TITLE_PART}},
    {"part", "of", {PREFIX_PART, NO_PART}},
    {"catalogue", NULL, {DOCUMENT_PART, TITLE_PART}},
    {"overlay", NULL, {DOCUMENT_PART, NO_PART}},
    {"correspondence", NULL, {DOCUMENT_PART, TO_PART}},
    {"term", NULL, {NAME_PART, NO_PART}},
    {"add", "requirement", {LABEL_PART, TITLE_PART}},
    {"add", "clause", {LABEL_PART, TITLE_PART}},
    {"add", "objective", {LABEL_PART, TITLE_PART}},
    {"add", "control", {LABEL_PART, TITLE_PART}},
    {"add", "guidance", {TO_PART, REFERENCE_PART}},
    {"add", "information", {TO_PART, REFERENCE_PART}},
    {"add", "note", {TO_PART, REFERENCE_PART}},
    {"refine", NULL, {REFERENCE_PART, NO_PART}},
    {"interpret", NULL, {REFERENCE_PART, NO_PART}},
    {"modify", "objective", {REFERENCE_PART, NO_PART}},
    {"modify", "control", {REFERENCE_PART, NO_PART}},
    {"modify", "purpose", {REFERENCE_PART, NO_PART}},
    {"modify", "guidance", {REFERENCE_PART, NO_PART}},
    {"modify", "information", {REFERENCE_PART, NO_PART}},
    {"retain", NULL, {REFERENCE_PART, NO_PART}},
    {"front", NULL, {NUMBER_PART, TITLE_PART}},
    {"clause", NULL, {NUMBER_PART, TITLE_PART}},
    {"objective", NULL, {NUMBER_PART, TITLE_PART}},
    {"control", NULL, {NUMBER_PART, TITLE_PART}},
    {"annex", NULL, {LETTER_PART, TITLE_PART}},
    {"amendment", NULL, {NAME_PART, NO_PART}},
    {NULL, NULL, {NO_PART, NO_PART}},
};

static const char *const FIELDS[] = {
    "addition",
    "allow",
    "applies",
    "audience",
    "base",
    "capabilities",
    "clause",
    "concepts",
    "control",
    "definition",
    "designation",
    "domains",
    "edition",
    "example",
    "foreword",
    "guidance",
    "information",
    "introduction",
    "item",
    "key",
    "language",
    "layout",
    "note",
    "numbering",
    "properties",
    "purpose",
    "rationale",
    "reason",
    "reference",
    "replace",
    "scope",
    "sector",
    "source",
    "status",
    "summary",
    "supersedes",
    "text",
    "title",
    "type",
    "words",
    NULL,
};

static const char *const KEYWORDS[] = {
    "add",
    "addition",
    "allow",
    "amendment",
    "annex",
    "applies",
    "as",
    "audience",
    "base",
    "by",
    "capabilities",
    "catalogue",
    "clause",
    "concepts",
    "control",
    "correspondence",
    "definition",
    "designation",
    "domains",
    "edition",
    "example",
    "figure",
    "for",
    "foreword",
    "front",
    "guidance",
    "information",
    "interpret",
    "introduction",
    "item",
    "key",
    "language",
    "layout",
    "modify",
    "new",
    "note",
    "numbering",
    "objective",
    "of",
    "overlay",
    "part",
    "properties",
    "purpose",
    "rationale",
    "reason",
    "reference",
    "refine",
    "replace",
    "requirement",
    "rest",
    "retain",
    "scope",
    "sector",
    "source",
    "standard",
    "status",
    "summary",
    "supersedes",
    "term",
    "text",
    "title",
    "to",
    "type",
    "unchanged",
    "words",
    NULL,
};

// Verbal forms, for a macro of a word and its symbol.
#define VERBAL_WORDS(FORM) \
  FORM("shall", REQUIREMENT) \
  FORM("should", RECOMMENDATION) \
  FORM("may", PERMISSION) \
  FORM("can", CAPABILITY) \
  FORM("must", CONSTRAINT) \
  FORM("need", PERMISSION) \
  FORM("cannot", CAPABILITY)

// The same, with `'t` behind them.
#define CONTRACTED_WORDS(FORM) \
  FORM("shan", REQUIREMENT) \
  FORM("shouldn", RECOMMENDATION) \
  FORM("mayn", PERMISSION) \
  FORM("can", CAPABILITY) \
  FORM("mustn", CONSTRAINT) \
  FORM("needn", PERMISSION)
