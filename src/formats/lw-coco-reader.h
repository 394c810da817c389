/* lw-coco-reader.h - what the two halves of reading COCO share
 *
 * lw-coco-read.c walks through the file, its categories and images;
 * lw-coco-annotation.c makes labels of its annotations.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-coco.h"
#include "lw-json-stream.h"
#include "lw-number-set.h"

G_BEGIN_DECLS

/* Ids as text: numbers, and strings up to this length. */
#define LW_COCO_ID_SIZE 72

/* What a table gives for an image that was refused, and for no entry. */
#define LW_COCO_REFUSED G_MAXUINT
#define LW_COCO_UNKNOWN (G_MAXUINT - 1)

typedef struct
{
  const char          *path;
  const LwReadOptions *options;
  LwSink              *sink;
  LwFindings          *findings;
  LwJsonStream        *stream;

  goffset categories_at; /* -1: no such member */
  goffset images_at;
  goffset annotations_at;

  char        *images_folder;
  char       **images_folder_out; /* where the caller wants to be told it, or NULL */
  GHashTable  *classes;           /* id as text to index + 1 */
  GHashTable  *images;            /* id as text to index + 1, or LW_COCO_REFUSED */
  GHashTable  *paths;             /* path to index + 1 */
  GHashTable  *labelled;          /* ids as text, of images that have labels, where they are no integers */
  LwNumberSet *labelled_ids;      /* the same, integers */
  LwNumberSet *annotation_ids;    /* seen so far */
  guint64      n_annotations;

  GString *extra; /* being built */
} LwCocoReader;

#define LW_COCO_WARN(self, kind, text, ...) \
  lw_findings_add ((self)->findings, LW_SEVERITY_WARNING, kind, text, __VA_ARGS__)

/* Some tools write ids as strings: "7" and 7 are the same id. */
gboolean lw_coco_id_to_text (LwJsonSlice value, char text[LW_COCO_ID_SIZE]);

/* The index that an id stands for, LW_COCO_REFUSED or LW_COCO_UNKNOWN. */
guint lw_coco_find_index (GHashTable *table, LwJsonSlice id);

/* Adds a member to the extra being built, unless its numbers cannot be kept. */
void lw_coco_keep_member (LwCocoReader *self, LwJsonSlice key, LwJsonSlice value, gboolean has_odd_numbers, const char *where);

/* Makes a box or a tag of @element, or a finding.  @odd: it has numbers that
 * cannot be represented. */
gboolean lw_coco_read_annotation (LwCocoReader *self, LwJsonSlice element, gboolean odd, GError **error);

G_END_DECLS
