/* lw-key-map.h - which keys each command has now: the table's, as the user changed them
 *
 * Accelerators are strings as gtk_accelerator_name() writes them: "<Shift><Control>z".
 * Commands are counted as in the table.  No display is needed.  Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  /* Everywhere in the application, before any widget sees the key.  With Ctrl, Alt or
   * a function key only. */
  LW_KEY_ALWAYS,
  /* After the widget that has the focus: an entry takes what is typed into it. */
  LW_KEY_AFTER_FOCUS,
  /* Handled by the canvas; only told of here. */
  LW_KEY_CANVAS,
} LwKeyScope;

typedef struct
{
  LwKeyScope  scope;
  const char *group;  /* heading in the shortcuts window, untranslated */
  const char *title;  /* untranslated; NULL: told of with the row above it that has one */
  const char *action; /* detailed name: "label.class(1)"; NULL for LW_KEY_CANVAS */
  const char *keys;   /* what it has until the user changes it: accelerators, separated by
                       * spaces; the first is shown in tooltips */
} LwKey;

typedef struct
{
  const char *action;
  const char *keys; /* as in LwKey; "" for none */
} LwKeyChoice;

typedef enum
{
  LW_KEY_FREE,
  LW_KEY_MINE,     /* the command has it already */
  LW_KEY_TAKEN,    /* by a command that would lose it */
  LW_KEY_RESERVED, /* the canvas or the focus needs it: arrows, Tab, Esc, the menu's */
  LW_KEY_TYPED,    /* entries need it, and this command would have it first */
  LW_KEY_FULL,     /* the command has as many keys as one can have */
  LW_KEY_INVALID,  /* not a key, or one that only modifies others */
} LwKeyVerdict;

#define LW_TYPE_KEY_MAP (lw_key_map_get_type ())
G_DECLARE_FINAL_TYPE (LwKeyMap, lw_key_map, LW, KEY_MAP, GObject)

/* Emits "changed" whenever a command got or lost a key. */

/* @keys is borrowed and must stay. */
LwKeyMap *lw_key_map_new (const LwKey *keys,
                          guint        n_keys);

/* --- What the keys are --- */

guint        lw_key_map_get_n_commands (LwKeyMap *self);
const LwKey *lw_key_map_get_key (LwKeyMap *self,
                                 guint     command);

/* G_MAXUINT where there is no such action. */
guint lw_key_map_find (LwKeyMap   *self,
                       const char *action);

/* NULL-terminated, borrowed until the next change. */
const char *const *lw_key_map_get_accels (LwKeyMap *self,
                                          guint     command);

/* Cannot be changed: the canvas's own, and Esc. */
gboolean lw_key_map_is_fixed (LwKeyMap *self,
                              guint     command);

/* Has other keys than the table says, by choice or because another command took some. */
gboolean lw_key_map_is_changed (LwKeyMap *self,
                                guint     command);

/* Whether @accel may be given to @command.  @other: (out): who has it, for LW_KEY_TAKEN. */
LwKeyVerdict lw_key_map_check (LwKeyMap   *self,
                               guint       command,
                               const char *accel,
                               guint      *other);

/* --- Changing them --- */

/* Takes @accel from whoever has it.  FALSE, with nothing changed, where check() would
 * neither say FREE nor TAKEN. */
gboolean lw_key_map_add (LwKeyMap   *self,
                         guint       command,
                         const char *accel);
void     lw_key_map_remove (LwKeyMap   *self,
                            guint       command,
                            const char *accel);

/* The keys of the table again, also those that another command has taken. */
void lw_key_map_reset (LwKeyMap *self,
                       guint     command);

/* Exactly these choices over the table; none for the table alone.  Choices for actions that
 * there are not are left out. */
void lw_key_map_choose (LwKeyMap          *self,
                        const LwKeyChoice *choices,
                        guint              n_choices);

/* Whether the keys are what choose() would make them. */
gboolean lw_key_map_has_chosen (LwKeyMap          *self,
                                const LwKeyChoice *choices,
                                guint              n_choices);

/* --- Keeping them --- */

/* a{sas}: accelerators of the actions that the user changed.  Transfer full, not floating. */
GVariant *lw_key_map_dup_changes (LwKeyMap *self);

/* What cannot be: unknown keys, keys that may not be given, one key twice: is left out with a
 * debug message, in the order of the table.  Actions that there are not are kept for whoever
 * knows them. */
void lw_key_map_set_changes (LwKeyMap *self,
                             GVariant *changes);

/* --- Accelerators --- */

/* "Ctrl+Z" or "D" as it is written on keyboards; NULL for what is none. */
char *lw_key_dup_label (const char *accel);

G_END_DECLS
