/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-text.h"

#include <string.h>

#define HEADER "labelwright-boxes\t1"
#define N_FIELDS 6

static void
clear_box (gpointer data)
{
  g_free (((LwBoxText *) data)->class_name);
}

GArray *
lw_box_text_new_array (void)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (LwBoxText));

  g_array_set_clear_func (boxes, clear_box);

  return boxes;
}

static void
append_name (GString    *text,
             const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    switch (*c)
      {
      case '\t':
        g_string_append (text, "\\t");
        break;
      case '\n':
        g_string_append (text, "\\n");
        break;
      case '\r':
        g_string_append (text, "\\r");
        break;
      case '\\':
        g_string_append (text, "\\\\");
        break;
      default:
        g_string_append_c (text, *c);
      }
}

char *
lw_box_text_print (const LwBoxText *boxes,
                   gsize            n_boxes)
{
  GString *text = g_string_new (HEADER "\n");

  for (gsize i = 0; i < n_boxes; i++)
    {
      const LwRect rect = boxes[i].rect;
      const double numbers[] = { rect.x0, rect.y0, rect.x1, rect.y1 };

      for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          g_string_append (text, g_ascii_dtostr (number, sizeof (number), numbers[k]));
          g_string_append_c (text, '\t');
        }

      g_string_append_printf (text, "%u\t", (guint) boxes[i].flags);
      append_name (text, boxes[i].class_name);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/* NULL where a backslash stands before anything else. */
static char *
parse_name (const char *field)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *c = field; *c != '\0'; c++)
    {
      static const char escapes[] = "tnr\\";
      static const char meanings[] = "\t\n\r\\";
      const char       *escape;

      if (*c != '\\')
        {
          g_string_append_c (name, *c);
          continue;
        }

      c++;
      if (*c == '\0' || (escape = strchr (escapes, *c)) == NULL)
        return NULL;
      g_string_append_c (name, meanings[escape - escapes]);
    }

  return g_string_free (g_steal_pointer (&name), FALSE);
}

static gboolean
parse_number (const char *field,
              double     *number)
{
  char *end = NULL;

  *number = g_ascii_strtod (field, &end);

  return end != field && *end == '\0';
}

static gboolean
parse_line (const char *line,
            LwBoxText  *box)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", N_FIELDS + 1);
  guint64 flags;

  if (g_strv_length (fields) != N_FIELDS ||
      !parse_number (fields[0], &box->rect.x0) || !parse_number (fields[1], &box->rect.y0) ||
      !parse_number (fields[2], &box->rect.x1) || !parse_number (fields[3], &box->rect.y1) ||
      !lw_rect_is_valid (box->rect) ||
      !g_ascii_string_to_unsigned (fields[4], 10, 0, LW_BOX_ALL_FLAGS, &flags, NULL) ||
      (box->class_name = parse_name (fields[5])) == NULL)
    return FALSE;

  box->flags = (LwBoxFlags) flags;

  return TRUE;
}

GArray *
lw_box_text_parse (const char *text)
{
  g_autoptr (GArray) boxes = lw_box_text_new_array ();
  g_auto (GStrv) lines = NULL;

  if (!g_str_has_prefix (text, HEADER "\n") || !g_utf8_validate (text, -1, NULL))
    return NULL;

  lines = g_strsplit (text + strlen (HEADER "\n"), "\n", LW_BOX_TEXT_MAX + 2);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      LwBoxText box = { 0 };
      gsize     length = strlen (lines[i]);

      /* Some programs change the ends of lines. */
      if (length > 0 && lines[i][length - 1] == '\r')
        lines[i][length - 1] = '\0';
      if (lines[i][0] == '\0' && lines[i + 1] == NULL)
        break;
      if (!parse_line (lines[i], &box))
        return NULL;
      g_array_append_val (boxes, box);
      if (box.class_name[0] == '\0')
        return NULL;
    }

  return boxes->len <= LW_BOX_TEXT_MAX ? g_steal_pointer (&boxes) : NULL;
}
