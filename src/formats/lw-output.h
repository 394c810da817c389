/* lw-output.h - files and folders that appear whole or not at all
 *
 * What is written goes beside the target under a temporary name, and is renamed
 * when it is complete.  Freed without a commit, it is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include <stdio.h>

G_BEGIN_DECLS

typedef struct _LwOutputFile LwOutputFile;

/* An existing file of that name is replaced by the commit where it is JSON or empty; anything
 * else is the user's: LW_ERROR_EXISTS. */
LwOutputFile *lw_output_file_open (const char *path,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a table: what is replaced begins as @head_line does. */
LwOutputFile *lw_output_file_open_table (const char *path,
                                         const char *head_line,
                                         GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void          lw_output_file_free (LwOutputFile *self);

/* Appends what is in @text and empties it. */
gboolean lw_output_file_write (LwOutputFile *self,
                               GString      *text,
                               GError      **error);
gboolean lw_output_file_commit (LwOutputFile *self,
                                GError      **error);

typedef struct _LwOutputFolder LwOutputFolder;

/* LW_ERROR_EXISTS where @path exists and is not an empty folder: whatever is
 * there belongs to the user. */
LwOutputFolder *lw_output_folder_open (const char *path,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void            lw_output_folder_free (LwOutputFolder *self);

/* @name is relative, '/' between parts; folders on the way are made. */
gboolean lw_output_folder_write (LwOutputFolder *self,
                                 const char     *name,
                                 const char     *text,
                                 gsize           len,
                                 GError        **error);
gboolean lw_output_folder_contains (LwOutputFolder *self,
                                    const char     *name);

/* Copies @source to @name.  Not a hard link: whoever edited the exported picture in
 * place would edit the user's. */
gboolean lw_output_folder_copy (LwOutputFolder *self,
                                const char     *name,
                                const char     *source,
                                GCancellable   *cancellable,
                                GError        **error);
gboolean lw_output_folder_commit (LwOutputFolder *self,
                                  GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwOutputFile, lw_output_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwOutputFolder, lw_output_folder_free)

G_END_DECLS
