/* Silt: one walk at a time, for a dialog that changes its mind
 * Copyright (C) 2026 The Silt authors
 *
 * This program is free software: you can redistribute it and/or modify
 * it under the terms of the GNU General Public License as published by
 * the Free Software Foundation; either version 3 of the License, or
 * (at your option) any later version.
 *
 * This program is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
 * GNU General Public License for more details.
 *
 * You should have received a copy of the GNU General Public License
 * along with this program.  If not, see <https://www.gnu.org/licenses/>.
 */

#include "live.h"

struct _SiltLive
{
  SiltLiveNextFunc  next;
  SiltRunFunc       changed;
  gpointer          user_data;

  guint             pause;      /* the timeout's id, 0: none                  */
  SiltRun          *run;
  gboolean          given_up;   /* the run was, and is about to end           */
  gboolean          taken;
};


static void live_run_changed (SiltRun  *run,
                              gpointer  data);

static void
live_start (SiltLive *live)
{
  SiltWork              work = { 0, };
  cairo_rectangle_int_t view = { 0, };

  if (! live->next (&work, &view, live->user_data))
    return;

  live->given_up = FALSE;
  live->taken    = FALSE;
  live->run      = silt_run_new (&work, &view, live_run_changed, live);
}

static void
live_run_changed (SiltRun  *run,
                  gpointer  data)
{
  SiltLive *live = data;
  gboolean  done = silt_run_is_done (run);

  if (! live->given_up)
    live->changed (run, live->user_data);

  if (! done)
    return;

  live->run = NULL;
  if (! live->taken)
    silt_run_free (run);

  /* Else it starts after the pause. */
  if (! live->pause)
    live_start (live);
}

static gboolean
live_pause_over (gpointer data)
{
  SiltLive *live = data;

  live->pause = 0;
  if (! live->run)
    live_start (live);

  return G_SOURCE_REMOVE;
}


/*  public functions  */

SiltLive *
silt_live_new (SiltLiveNextFunc  next,
               SiltRunFunc       changed,
               gpointer          user_data)
{
  SiltLive *live = g_new0 (SiltLive, 1);

  live->next      = next;
  live->changed   = changed;
  live->user_data = user_data;

  return live;
}

void
silt_live_stop (SiltLive *live)
{
  g_clear_handle_id (&live->pause, g_source_remove);
  g_clear_pointer (&live->run, silt_run_free);
}

void
silt_live_free (SiltLive *live)
{
  silt_live_stop (live);
  g_free (live);
}

void
silt_live_restart (SiltLive *live,
                   guint     pause)
{
  g_clear_handle_id (&live->pause, g_source_remove);

  if (live->run)
    {
      live->given_up = TRUE;
      silt_run_cancel (live->run);
    }
  live->pause = g_timeout_add (pause, live_pause_over, live);
}

SiltRun *
silt_live_get_run (SiltLive *live)
{
  return live->given_up ? NULL : live->run;
}

void
silt_live_take (SiltLive *live)
{
  live->taken = TRUE;
}
