/* lw-relink-private.h - what the search for moved images goes by
 *
 * lw-relink.c looks which images and files there are, asks each way of finding in turn, and
 * writes; lw-relink-find.c has the ways.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-image-identity.h"
#include "lw-relink.h"

G_BEGIN_DECLS

/* A file below the new folder that no image has yet. */
typedef struct
{
  char           *path; /* relative to the new folder */
  char           *file; /* absolute */
  char           *name; /* last part */
  int             page; /* of its file, from 1 */
  gint64          size;
  LwImageIdentity identity; /* once it has been read */
  gboolean        is_read : 1;
  gboolean        is_unreadable : 1;
  gboolean        is_taken : 1;
} LwRelinkCandidate;

typedef struct
{
  LwStore        *store;
  const char     *folder; /* the new one, absolute */
  char           *old_folder;
  LwRelinkReport *report;
  LwProgressFunc  progress;
  gpointer        progress_data;
  GCancellable   *cancellable;

  GArray     *images;     /* (element-type LwImageRow) */
  GArray     *missing;    /* (element-type guint): indices into @images, ever fewer */
  GArray     *updates;    /* (element-type LwImageRow): rows to write; own their path and hash */
  GPtrArray  *candidates; /* (element-type LwRelinkCandidate) */
  GHashTable *by_size;    /* size (in its candidate) -> GPtrArray of candidates */
  GHashTable *by_name;    /* name (in its candidate) -> GPtrArray of candidates */
  GHashTable *by_file;    /* absolute path (in its candidate) -> candidate */
  GHashTable *files;      /* (element-type filename): absolute, that images have already */
  GHashTable *moved;      /* file of an image, as its path says -> the same in its new path */
  GHashTable *wanted;     /* name -> how many missing images of unknown content have it */
} LwRelink;

/* Which page of its file a path names, from 1. */
int lw_relink_get_page (const char *path);

/* Absolute.  Transfer full. */
char *lw_relink_dup_file (const char *folder,
                          const char *image_path);

/* FALSE where there is no file; a page has the size of its file. */
gboolean lw_relink_get_file_size (const char *file,
                                  gint64     *size);

/* --- lw-relink-find.c --- */

/* The image is that file from now on. */
void lw_relink_take (LwRelink          *self,
                     const LwImageRow  *image,
                     LwRelinkCandidate *candidate);

/* What an image is looked for by; sets @found where there is one.  FALSE only where the search
 * was cancelled. */
typedef gboolean (*LwRelinkFindFunc) (LwRelink           *self,
                                      const LwImageRow   *image,
                                      LwRelinkCandidate **found,
                                      GError            **error);

gboolean lw_relink_find_below (LwRelink           *self,
                               const LwImageRow   *image,
                               LwRelinkCandidate **found,
                               GError            **error);
gboolean lw_relink_find_by_name_and_hash (LwRelink           *self,
                                          const LwImageRow   *image,
                                          LwRelinkCandidate **found,
                                          GError            **error);
gboolean lw_relink_find_by_hash_alone (LwRelink           *self,
                                       const LwImageRow   *image,
                                       LwRelinkCandidate **found,
                                       GError            **error);
gboolean lw_relink_find_by_name (LwRelink           *self,
                                 const LwImageRow   *image,
                                 LwRelinkCandidate **found,
                                 GError            **error);
gboolean lw_relink_find_by_other_page (LwRelink           *self,
                                       const LwImageRow   *image,
                                       LwRelinkCandidate **found,
                                       GError            **error);
gboolean lw_relink_find_elsewhere (LwRelink           *self,
                                   const LwImageRow   *image,
                                   LwRelinkCandidate **found,
                                   GError            **error);

G_END_DECLS
