/* lw-voc-subsets.h - ImageSets of a Pascal VOC folder
 *
 * ImageSets/Main/train.txt lists the images of a subset; cat_train.txt says of
 * each of them whether a cat is in it, which follows from the labels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-findings.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LwVocSubsets LwVocSubsets;

/* @root is the folder that holds ImageSets, or need not. */
LwVocSubsets *lw_voc_subsets_read (const char   *root,
                                   LwFindings   *findings,
                                   GCancellable *cancellable);
void          lw_voc_subsets_free (LwVocSubsets *self);

/* JSON list of the subsets that the image is in, or NULL; the image counts as
 * found.  Transfer full. */
char *lw_voc_subsets_dup_list (LwVocSubsets *self,
                               const char   *stem);

/* JSON list of the subsets that have lists by class, or NULL.  Borrowed. */
const char *lw_voc_subsets_get_by_class (LwVocSubsets *self);

/* The classes that have such lists, (element-type utf8).  Borrowed. */
GPtrArray *lw_voc_subsets_get_classes (LwVocSubsets *self);

/* Adds a finding for each name that no image was found for. */
void lw_voc_subsets_report_missing (LwVocSubsets *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwVocSubsets, lw_voc_subsets_free)

G_END_DECLS
