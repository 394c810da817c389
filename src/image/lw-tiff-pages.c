/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tiff-pages.h"

#include "lw-page-path.h"

#include <string.h>
#include <unistd.h>

/* TIFF 6.0, section 2 for the structure, section 8 for the tags; BigTIFF as libtiff has it,
 * which is the same with all counts and offsets of 8 bytes. */
#define TAG_SUBFILE 0x00fe
#define TAG_WIDTH 0x0100
#define TAG_HEIGHT 0x0101
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define TYPE_LONG 4
#define TYPE_LONG8 16
#define SUBFILE_REDUCED 1
#define SUBFILE_MASK 4

/* Those that matter have low numbers, and tags are in order: no picture needs more. */
#define ENTRIES_MAX 4096

typedef struct
{
  int      fd;
  goffset  base;
  gboolean is_big_endian;
  gboolean is_big_tiff;
} Reader;

static gboolean
read_at (const Reader *reader,
         guint8       *to,
         gsize         n,
         guint64       offset)
{
  return offset <= G_MAXINT64 / 2 && pread (reader->fd, to, n, reader->base + (goffset) offset) == (gssize) n;
}

static guint64
number (const Reader *reader,
        const guint8 *bytes,
        int           n)
{
  guint64 value = 0;

  for (int i = 0; i < n; i++)
    value = value << 8 | bytes[reader->is_big_endian ? i : n - 1 - i];

  return value;
}

/* The value of a tag that holds one whole number, or 0. */
static int
read_value (const Reader *reader,
            const guint8 *entry)
{
  const int     size = reader->is_big_tiff ? 8 : 4;
  const guint8 *value = entry + 4 + size;

  if (number (reader, entry + 4, size) != 1)
    return 0;

  switch (number (reader, entry + 2, 2))
    {
    case TYPE_SHORT:
      return (int) number (reader, value, 2);
    case TYPE_LONG:
      return (int) MIN (number (reader, value, 4), G_MAXINT);
    case TYPE_LONG8:
      return reader->is_big_tiff ? (int) MIN (number (reader, value, 8), G_MAXINT) : 0;
    default:
      return 0;
    }
}

static void
take_entry (const Reader *reader,
            const guint8 *entry,
            LwTiffPage   *page)
{
  const int value = read_value (reader, entry);

  switch (number (reader, entry, 2))
    {
    case TAG_SUBFILE:
      page->is_reduced = (value & SUBFILE_REDUCED) != 0;
      page->is_mask = (value & SUBFILE_MASK) != 0;
      break;
    case TAG_WIDTH:
      page->width_px = value;
      break;
    case TAG_HEIGHT:
      page->height_px = value;
      break;
    case TAG_ORIENTATION:
      page->orientation = value >= 1 && value <= 8 ? value : 1;
      break;
    default:
      break;
    }
}

/* The directory at page->offset, and where the next one is: 0 for nowhere. */
static gboolean
read_directory (const Reader *reader,
                LwTiffPage   *page,
                guint64      *next)
{
  const int          n_count = reader->is_big_tiff ? 8 : 2;
  const int          n_offset = reader->is_big_tiff ? 8 : 4;
  const guint        entry_size = reader->is_big_tiff ? 20 : 12;
  g_autofree guint8 *entries = NULL;
  guint8             buffer[8];
  guint64            n_entries;

  page->orientation = 1;

  if (!read_at (reader, buffer, n_count, page->offset))
    return FALSE;

  n_entries = number (reader, buffer, n_count);

  if (n_entries > ENTRIES_MAX)
    return FALSE;

  entries = g_malloc (n_entries * entry_size + 1);

  if (!read_at (reader, entries, n_entries * entry_size, page->offset + n_count))
    return FALSE;

  for (guint64 i = 0; i < n_entries; i++)
    take_entry (reader, entries + i * entry_size, page);

  /* Some writers forget the last pointer, which says that there is no more. */
  *next = 0;
  if (read_at (reader, buffer, n_offset, page->offset + n_count + n_entries * entry_size))
    *next = number (reader, buffer, n_offset);

  return TRUE;
}

static gboolean
read_header (Reader  *reader,
             guint64 *first)
{
  guint8 head[16];
  guint  version;

  if (!read_at (reader, head, 8, 0) || (memcmp (head, "II", 2) != 0 && memcmp (head, "MM", 2) != 0))
    return FALSE;

  reader->is_big_endian = head[0] == 'M';
  version = (guint) number (reader, head + 2, 2);
  reader->is_big_tiff = version == 43;
  *first = number (reader, head + 4, 4);

  if (version == 42)
    return TRUE;

  if (!reader->is_big_tiff || number (reader, head + 4, 2) != 8 || !read_at (reader, head, 16, 0))
    return FALSE;

  *first = number (reader, head + 8, 8);

  return TRUE;
}

LwTiffState
lw_tiff_pages_foreach (int            fd,
                       goffset        base,
                       LwTiffPageFunc func,
                       gpointer       data)
{
  Reader  reader = { .fd = fd, .base = base };
  guint64 at;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (!read_header (&reader, &at))
    return LW_TIFF_NONE;

  while (at != 0 && g_hash_table_size (seen) < LW_PAGE_MAX && g_hash_table_add (seen, g_memdup2 (&at, sizeof at)))
    {
      LwTiffPage page = { .offset = at };

      if (!read_directory (&reader, &page, &at))
        return LW_TIFF_CUT_OFF;

      if (!func (&page, data))
        break;
    }

  return g_hash_table_size (seen) > 0 ? LW_TIFF_WHOLE : LW_TIFF_CUT_OFF;
}

typedef struct
{
  int        n_left; /* pages to pass until it is the one */
  LwTiffPage page;

  int        edge_px; /* what a reduced version must at least have */
  LwTiffPage reduced;
} Search;

/* A first directory is a page whatever it says of itself: else there would be nothing. */
static gboolean
is_page (const LwTiffPage *page,
         const Search     *search)
{
  return (!page->is_reduced && !page->is_mask) || search->page.offset == 0;
}

static gboolean
find_cb (const LwTiffPage *page,
         gpointer          data)
{
  Search *search = data;

  if (!is_page (page, search))
    return TRUE;

  search->page = *page;

  return --search->n_left > 0;
}

static int
longer_edge (const LwTiffPage *page)
{
  return MAX (page->width_px, page->height_px);
}

static gboolean
find_reduced_cb (const LwTiffPage *page,
                 gpointer          data)
{
  Search *search = data;

  if (is_page (page, search))
    {
      search->page = *page;
      return --search->n_left >= 0;
    }

  if (search->n_left == 0 && page->is_reduced && !page->is_mask && longer_edge (page) >= search->edge_px &&
      (search->reduced.offset == 0 || longer_edge (page) < longer_edge (&search->reduced)))
    search->reduced = *page;

  return TRUE;
}

gboolean
lw_tiff_pages_find (int         fd,
                    int         number,
                    LwTiffPage *page)
{
  Search search = { .n_left = number };

  lw_tiff_pages_foreach (fd, 0, find_cb, &search);
  *page = search.page;

  return search.n_left == 0;
}

gboolean
lw_tiff_pages_find_reduced (int         fd,
                            int         number,
                            int         edge_px,
                            LwTiffPage *page)
{
  Search search = { .n_left = number, .edge_px = edge_px };

  lw_tiff_pages_foreach (fd, 0, find_reduced_cb, &search);
  *page = search.reduced;

  return search.reduced.offset != 0;
}

static gboolean
pass_cb (const LwTiffPage *page,
         gpointer          data)
{
  return TRUE;
}

gboolean
lw_tiff_pages_are_cut_off (int fd)
{
  return lw_tiff_pages_foreach (fd, 0, pass_cb, NULL) == LW_TIFF_CUT_OFF;
}

int
lw_tiff_pages_count (int fd)
{
  Search search = { .n_left = G_MAXINT };

  lw_tiff_pages_foreach (fd, 0, find_cb, &search);

  return G_MAXINT - search.n_left;
}
