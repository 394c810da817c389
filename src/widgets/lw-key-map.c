/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-map.h"

#include <string.h>

/* More would not fit a row, and nobody remembers as many. */
#define MAX_ACCELS 6

typedef struct
{
  const LwKey *key;
  GStrv        defaults; /* in normal form */
  GPtrArray   *accels;   /* (element-type utf8), NULL at the end: what it has now */
} Command;

struct _LwKeyMap
{
  GObject parent_instance;

  Command    *commands;
  guint       n_commands;
  GHashTable *changes; /* action (owned) to GStrv (owned), in normal form */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwKeyMap, lw_key_map, G_TYPE_OBJECT)

/* --- Accelerators --- */

static char *
dup_normal (const char *accel)
{
  GdkModifierType modifiers;
  guint           keyval;

  if (!gtk_accelerator_parse (accel, &keyval, &modifiers) || keyval == 0)
    return NULL;

  /* With Shift, this is what comes from the keyboard. */
  if (keyval == GDK_KEY_ISO_Left_Tab)
    keyval = GDK_KEY_Tab;

  return gtk_accelerator_name (keyval, modifiers);
}

char *
lw_key_dup_label (const char *accel)
{
  GdkModifierType modifiers;
  guint           keyval;

  if (!gtk_accelerator_parse (accel, &keyval, &modifiers) || keyval == 0)
    return NULL;

  return gtk_accelerator_get_label (keyval, modifiers);
}

static gboolean
is_reserved (guint           keyval,
             GdkModifierType modifiers)
{
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Left:
    case GDK_KEY_KP_Right:
    case GDK_KEY_KP_Up:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_Escape:
    case GDK_KEY_Menu:
      return TRUE;

    case GDK_KEY_F10:
      return (modifiers & GDK_SHIFT_MASK) != 0;

    default:
      return FALSE;
    }
}

static gboolean
is_function_key (guint keyval)
{
  return keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F35;
}

/* Taken before an entry sees it, the key would be missed there. */
static gboolean
is_typed (guint           keyval,
          GdkModifierType modifiers)
{
  static const guint editing[] = {
    GDK_KEY_a, GDK_KEY_c, GDK_KEY_v, GDK_KEY_x, GDK_KEY_y, GDK_KEY_z, GDK_KEY_BackSpace, GDK_KEY_Delete,
    GDK_KEY_Home, GDK_KEY_End, GDK_KEY_Insert, GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_space
  };

  if (!(modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)))
    return !is_function_key (keyval);

  if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (editing); i++)
    if (gdk_keyval_to_lower (keyval) == editing[i])
      return TRUE;

  return FALSE;
}

static gboolean
is_modifier (guint keyval)
{
  return (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R) || keyval == GDK_KEY_Mode_switch ||
         keyval == GDK_KEY_Num_Lock || keyval == GDK_KEY_ISO_Level3_Shift || keyval == GDK_KEY_ISO_Level5_Shift ||
         keyval == GDK_KEY_Multi_key || keyval == GDK_KEY_VoidSymbol;
}

/* Everything but what other commands have: FREE, or why not. */
static LwKeyVerdict
judge (const LwKey *key,
       const char  *accel)
{
  GdkModifierType modifiers;
  guint           keyval;

  if (!gtk_accelerator_parse (accel, &keyval, &modifiers) || keyval == 0 || is_modifier (keyval))
    return LW_KEY_INVALID;

  if (is_reserved (keyval, modifiers))
    return LW_KEY_RESERVED;

  return key->scope == LW_KEY_ALWAYS && is_typed (keyval, modifiers) ? LW_KEY_TYPED : LW_KEY_FREE;
}

/* --- What meets what --- */

/* A key may mean different things where never both could be meant: each page has actions
 * with a prefix of its own. */
static gboolean
can_meet (const LwKey *a,
          const LwKey *b)
{
  const gsize n = a->action != NULL ? strcspn (a->action, ".") : 0;

  if (a->action == NULL || b->action == NULL)
    return FALSE;

  return a->scope == LW_KEY_ALWAYS || b->scope == LW_KEY_ALWAYS || strncmp (a->action, b->action, n + 1) == 0;
}

static gboolean
has_accel (const Command *command,
           const char    *accel)
{
  for (guint i = 0; command->accels->pdata[i] != NULL; i++)
    if (g_str_equal (command->accels->pdata[i], accel))
      return TRUE;

  return FALSE;
}

/* Which other command has it; G_MAXUINT for none. */
static guint
find_owner (LwKeyMap   *self,
            guint       command,
            const char *accel)
{
  for (guint i = 0; i < self->n_commands; i++)
    if (i != command && can_meet (self->commands[i].key, self->commands[command].key) &&
        has_accel (&self->commands[i], accel))
      return i;

  return G_MAXUINT;
}

/* --- From the changes to the keys --- */

static const char *const *
get_change (LwKeyMap *self,
            guint     command)
{
  const char *action = self->commands[command].key->action;

  if (action == NULL || lw_key_map_is_fixed (self, command))
    return NULL;

  return g_hash_table_lookup (self->changes, action);
}

static void
give (Command    *command,
      const char *accel)
{
  g_ptr_array_insert (command->accels, (int) command->accels->len - 1, g_strdup (accel));
}

static void
give_chosen (LwKeyMap          *self,
             guint              command,
             const char *const *chosen)
{
  Command *to = &self->commands[command];

  for (guint i = 0; chosen[i] != NULL && to->accels->len <= MAX_ACCELS; i++)
    if (judge (to->key, chosen[i]) != LW_KEY_FREE)
      g_debug ("%s cannot have the key %s", to->key->action, chosen[i]);
    else if (find_owner (self, command, chosen[i]) != G_MAXUINT)
      g_debug ("%s cannot have the key %s: another command has it", to->key->action, chosen[i]);
    else if (!has_accel (to, chosen[i]))
      give (to, chosen[i]);
}

/* What was chosen goes before what is only there from the start. */
static void
recompute (LwKeyMap *self)
{
  for (guint i = 0; i < self->n_commands; i++)
    {
      g_ptr_array_set_size (self->commands[i].accels, 0);
      g_ptr_array_add (self->commands[i].accels, NULL);
    }

  for (guint i = 0; i < self->n_commands; i++)
    if (get_change (self, i) != NULL)
      give_chosen (self, i, get_change (self, i));

  for (guint i = 0; i < self->n_commands; i++)
    if (get_change (self, i) == NULL)
      for (char **accel = self->commands[i].defaults; *accel != NULL; accel++)
        if (find_owner (self, i, *accel) == G_MAXUINT)
          give (&self->commands[i], *accel);
}

static void
update (LwKeyMap *self)
{
  recompute (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- GObject --- */

static void
lw_key_map_finalize (GObject *object)
{
  LwKeyMap *self = LW_KEY_MAP (object);

  for (guint i = 0; i < self->n_commands; i++)
    {
      g_strfreev (self->commands[i].defaults);
      g_ptr_array_unref (self->commands[i].accels);
    }

  g_free (self->commands);
  g_hash_table_unref (self->changes);

  G_OBJECT_CLASS (lw_key_map_parent_class)->finalize (object);
}

static void
lw_key_map_class_init (LwKeyMapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_key_map_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", LW_TYPE_KEY_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lw_key_map_init (LwKeyMap *self)
{
  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
}

/* Those that are no accelerators are left out. */
static GStrv
dup_normals (const char *const *accels)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; accels[i] != NULL; i++)
    {
      g_autofree char *normal = *accels[i] != '\0' ? dup_normal (accels[i]) : NULL;

      if (normal != NULL)
        g_strv_builder_add (builder, normal);
      else if (*accels[i] != '\0')
        g_debug ("%s is not a key", accels[i]);
    }

  return g_strv_builder_end (builder);
}

static GStrv
dup_split (const char *keys)
{
  g_auto (GStrv) accels = g_strsplit (keys, " ", -1);

  return dup_normals ((const char *const *) accels);
}

LwKeyMap *
lw_key_map_new (const LwKey *keys,
                guint        n_keys)
{
  LwKeyMap *self = g_object_new (LW_TYPE_KEY_MAP, NULL);

  self->commands = g_new0 (Command, n_keys);
  self->n_commands = n_keys;

  for (guint i = 0; i < n_keys; i++)
    {
      self->commands[i].key = &keys[i];
      self->commands[i].defaults = dup_split (keys[i].keys);
      self->commands[i].accels = g_ptr_array_new_with_free_func (g_free);
    }

  recompute (self);

  return self;
}

/* --- What the keys are --- */

guint
lw_key_map_get_n_commands (LwKeyMap *self)
{
  g_return_val_if_fail (LW_IS_KEY_MAP (self), 0);

  return self->n_commands;
}

const LwKey *
lw_key_map_get_key (LwKeyMap *self,
                    guint     command)
{
  g_return_val_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands, NULL);

  return self->commands[command].key;
}

guint
lw_key_map_find (LwKeyMap   *self,
                 const char *action)
{
  g_return_val_if_fail (LW_IS_KEY_MAP (self), G_MAXUINT);

  for (guint i = 0; i < self->n_commands; i++)
    if (g_strcmp0 (self->commands[i].key->action, action) == 0)
      return i;

  return G_MAXUINT;
}

const char *const *
lw_key_map_get_accels (LwKeyMap *self,
                       guint     command)
{
  g_return_val_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands, NULL);

  return (const char *const *) self->commands[command].accels->pdata;
}

gboolean
lw_key_map_is_fixed (LwKeyMap *self,
                     guint     command)
{
  const Command *row;

  g_return_val_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands, TRUE);

  row = &self->commands[command];
  if (row->key->action == NULL || row->key->scope == LW_KEY_CANVAS)
    return TRUE;

  /* A command whose only keys could not be given back to it. */
  for (char **accel = row->defaults; *accel != NULL; accel++)
    if (judge (row->key, *accel) == LW_KEY_FREE)
      return FALSE;

  return row->defaults[0] != NULL;
}

gboolean
lw_key_map_is_changed (LwKeyMap *self,
                       guint     command)
{
  g_return_val_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands, FALSE);

  return !g_strv_equal ((const char *const *) self->commands[command].defaults,
                        lw_key_map_get_accels (self, command));
}

LwKeyVerdict
lw_key_map_check (LwKeyMap   *self,
                  guint       command,
                  const char *accel,
                  guint      *other)
{
  g_autofree char *normal = NULL;
  LwKeyVerdict     verdict;

  g_return_val_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands, LW_KEY_INVALID);

  *other = G_MAXUINT;
  normal = dup_normal (accel);

  if (normal == NULL)
    return LW_KEY_INVALID;

  if (has_accel (&self->commands[command], normal))
    return LW_KEY_MINE;

  verdict = lw_key_map_is_fixed (self, command) ? LW_KEY_RESERVED : judge (self->commands[command].key, normal);
  if (verdict != LW_KEY_FREE)
    return verdict;

  if (self->commands[command].accels->len > MAX_ACCELS)
    return LW_KEY_FULL;

  *other = find_owner (self, command, normal);
  if (*other == G_MAXUINT)
    return LW_KEY_FREE;

  return lw_key_map_is_fixed (self, *other) ? LW_KEY_RESERVED : LW_KEY_TAKEN;
}

/* --- Changing them --- */

/* A choice that says what the table says is none. */
static void
set_change (LwKeyMap          *self,
            guint              command,
            const char *const *accels)
{
  const Command *row = &self->commands[command];

  if (g_strv_equal (accels, (const char *const *) row->defaults))
    g_hash_table_remove (self->changes, row->key->action);
  else
    g_hash_table_insert (self->changes, g_strdup (row->key->action), g_strdupv ((char **) accels));
}

static GStrv
dup_without (const char *const *accels,
             const char        *accel)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; accels[i] != NULL; i++)
    if (!g_str_equal (accels[i], accel))
      g_strv_builder_add (builder, accels[i]);

  return g_strv_builder_end (builder);
}

/* From those that chose it; the others give way by themselves, and get it back when it is
 * free again. */
static void
take_from_others (LwKeyMap   *self,
                  guint       command,
                  const char *accel)
{
  for (guint i = 0; i < self->n_commands; i++)
    {
      const char *const *chosen = get_change (self, i);
      g_auto (GStrv) rest = NULL;

      if (i == command || chosen == NULL || !g_strv_contains (chosen, accel) ||
          !can_meet (self->commands[i].key, self->commands[command].key))
        continue;

      rest = dup_without (chosen, accel);
      set_change (self, i, (const char *const *) rest);
    }
}

gboolean
lw_key_map_add (LwKeyMap   *self,
                guint       command,
                const char *accel)
{
  g_autofree char *normal = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) chosen = NULL;
  LwKeyVerdict verdict;
  guint        other;

  g_return_val_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands, FALSE);

  verdict = lw_key_map_check (self, command, accel, &other);
  if (verdict != LW_KEY_FREE && verdict != LW_KEY_TAKEN)
    return FALSE;

  normal = dup_normal (accel);
  g_strv_builder_addv (builder, (const char **) self->commands[command].accels->pdata);
  g_strv_builder_add (builder, normal);
  chosen = g_strv_builder_end (builder);

  take_from_others (self, command, normal);
  set_change (self, command, (const char *const *) chosen);
  update (self);

  return TRUE;
}

void
lw_key_map_remove (LwKeyMap   *self,
                   guint       command,
                   const char *accel)
{
  g_auto (GStrv) rest = NULL;

  g_return_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands);

  if (lw_key_map_is_fixed (self, command) || !has_accel (&self->commands[command], accel))
    return;

  rest = dup_without (lw_key_map_get_accels (self, command), accel);
  set_change (self, command, (const char *const *) rest);
  update (self);
}

void
lw_key_map_reset (LwKeyMap *self,
                  guint     command)
{
  g_return_if_fail (LW_IS_KEY_MAP (self) && command < self->n_commands);

  if (!lw_key_map_is_changed (self, command))
    return;

  g_hash_table_remove (self->changes, self->commands[command].key->action);

  for (char **accel = self->commands[command].defaults; *accel != NULL; accel++)
    take_from_others (self, command, *accel);

  update (self);
}

/* As dup_changes() after choose().  Transfer full. */
static GHashTable *
new_choices (LwKeyMap          *self,
             const LwKeyChoice *choices,
             guint              n_choices)
{
  GHashTable *changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  for (guint i = 0; i < n_choices; i++)
    {
      const guint command = lw_key_map_find (self, choices[i].action);
      g_auto (GStrv) accels = dup_split (choices[i].keys);

      if (command != G_MAXUINT &&
          !g_strv_equal ((const char *const *) accels, (const char *const *) self->commands[command].defaults))
        g_hash_table_insert (changes, g_strdup (choices[i].action), g_steal_pointer (&accels));
    }

  return changes;
}

void
lw_key_map_choose (LwKeyMap          *self,
                   const LwKeyChoice *choices,
                   guint              n_choices)
{
  g_return_if_fail (LW_IS_KEY_MAP (self));

  g_hash_table_unref (self->changes);
  self->changes = new_choices (self, choices, n_choices);
  update (self);
}

static gboolean
has_same (GHashTable *a,
          GHashTable *b)
{
  GHashTableIter iter;
  gpointer       action, accels;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &action, &accels))
    {
      const char *const *others = g_hash_table_lookup (b, action);

      if (others == NULL || !g_strv_equal (accels, others))
        return FALSE;
    }

  return TRUE;
}

gboolean
lw_key_map_has_chosen (LwKeyMap          *self,
                       const LwKeyChoice *choices,
                       guint              n_choices)
{
  g_autoptr (GHashTable) wanted = NULL;

  g_return_val_if_fail (LW_IS_KEY_MAP (self), FALSE);

  wanted = new_choices (self, choices, n_choices);

  return has_same (self->changes, wanted);
}

/* --- Keeping them --- */

GVariant *
lw_key_map_dup_changes (LwKeyMap *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sas}"));
  g_autoptr (GList) actions = NULL;

  g_return_val_if_fail (LW_IS_KEY_MAP (self), NULL);

  /* Always in the same order, so that equal changes are equal values. */
  actions = g_list_sort (g_hash_table_get_keys (self->changes), (GCompareFunc) strcmp);

  for (GList *l = actions; l != NULL; l = l->next)
    g_variant_builder_add (&builder, "{s^as}", l->data, g_hash_table_lookup (self->changes, l->data));

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

void
lw_key_map_set_changes (LwKeyMap *self,
                        GVariant *changes)
{
  g_autoptr (GHashTable) wanted =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  GVariantIter iter;
  const char  *action;
  const char **accels;

  g_return_if_fail (LW_IS_KEY_MAP (self));
  g_return_if_fail (g_variant_is_of_type (changes, G_VARIANT_TYPE ("a{sas}")));

  g_variant_iter_init (&iter, changes);
  while (g_variant_iter_next (&iter, "{&s^a&s}", &action, &accels))
    {
      if (lw_key_map_find (self, action) == G_MAXUINT)
        g_debug ("keys for %s, which is not known", action);

      g_hash_table_insert (wanted, g_strdup (action), dup_normals (accels));
      g_free (accels);
    }

  if (has_same (self->changes, wanted))
    return;

  g_hash_table_unref (self->changes);
  self->changes = g_steal_pointer (&wanted);
  update (self);
}
