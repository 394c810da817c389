/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-id.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

LwId
lw_id_new (void)
{
  LwId          id;
  const guint64 now_ms = (guint64) g_get_real_time () / 1000;

  /* The kernel's random bits, not GLib's: GLib's generator is seeded once and a
   * forked child would repeat its parent's ids. */
  if (getentropy (id.bytes, sizeof id.bytes) != 0)
    g_error ("No random numbers from the kernel: %s", g_strerror (errno));

  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8) (now_ms >> (40 - 8 * i));

  id.bytes[6] = 0x70 | (id.bytes[6] & 0x0f);

  /* The top bit of the random tail stays clear, so that adding an offset to the
   * low 62 bits cannot carry into the variant. */
  id.bytes[8] = 0x80 | (id.bytes[8] & 0x1f);

  return id;
}

LwId
lw_id_offset (LwId    id,
              guint32 n)
{
  guint64 carry = n;

  for (int i = 15; i >= 8 && carry != 0; i--)
    {
      carry += id.bytes[i];
      id.bytes[i] = (guint8) carry;
      carry >>= 8;
    }

  return id;
}

gboolean
lw_id_equal (LwId a,
             LwId b)
{
  return memcmp (a.bytes, b.bytes, sizeof a.bytes) == 0;
}

static gboolean
is_dash_place (int i)
{
  return i == 8 || i == 13 || i == 18 || i == 23;
}

void
lw_id_to_text (LwId id,
               char text[LW_ID_TEXT_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  int               nibble = 0;

  for (int i = 0; i < LW_ID_TEXT_SIZE - 1; i++)
    {
      if (is_dash_place (i))
        {
          text[i] = '-';
          continue;
        }

      text[i] = digits[(id.bytes[nibble / 2] >> (nibble % 2 ? 0 : 4)) & 0x0f];
      nibble++;
    }

  text[LW_ID_TEXT_SIZE - 1] = '\0';
}

gboolean
lw_id_from_text (const char *text,
                 LwId       *id)
{
  LwId parsed = { { 0 } };
  int  nibble = 0;

  for (int i = 0; i < LW_ID_TEXT_SIZE - 1; i++)
    {
      int value;

      if (is_dash_place (i))
        {
          if (text[i] != '-')
            return FALSE;

          continue;
        }

      /* A NUL is no digit either, so a short text ends here. */
      if ((value = g_ascii_xdigit_value (text[i])) < 0)
        return FALSE;

      parsed.bytes[nibble / 2] |= (guint8) (value << (nibble % 2 ? 0 : 4));
      nibble++;
    }

  if (text[LW_ID_TEXT_SIZE - 1] != '\0')
    return FALSE;

  *id = parsed;

  return TRUE;
}
