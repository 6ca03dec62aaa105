/* SPDX-License-Identifier: MIT */
/* CreateTSS's checks. A switch that fails half-way runs in the new task, so
 * what can be told beforehand is told here. */
#include "task_check.h"

#include "../../core/api/error.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/ups/user.h"
#include "../space/space.h"
#include "ldt.h"

/* 0: nothing there. */
static int type_of(const struct ldt *ldt, u32 selector)
{
    struct segment segment;

    descriptor_decode_segment(ldt_descriptor(ldt, selector), &segment);
    return segment.present ? segment.type & ~SEGMENT_ACCESSED : 0;
}

static bool is_code(int type)
{
    return type == SEGMENT_CODE_XR || type == SEGMENT_CODE_X;
}

/* What DS and ES may hold. */
static bool is_data(const struct task *task, const struct ldt *ldt,
                    u32 selector)
{
    int type = type_of(ldt, selector);

    if (selector <= 3 || (selector == UPS_DS && task->cs == UPS_CS))
        return true;
    return type != 0 && type != GATE_CALL &&
           type != SEGMENT_CODE_X;
}

static int check_selectors(const struct task *task, const struct ldt *ldt)
{
    bool none = task->cs == 0 && task->ss == 0;
    bool ups = task->cs == UPS_CS && task->ss == UPS_DS;
    bool local = is_code(type_of(ldt, task->cs)) &&
                 type_of(ldt, task->ss) == SEGMENT_DATA_RW;

    if (!none && !ups && !local)
        return E_INVALID;
    if (!is_data(task, ldt, task->ds) || !is_data(task, ldt, task->es))
        return E_INVALID;
    return E_OK;
}

static int check_space(u32 owner, const struct space *space)
{
    if (!space)
        return E_HANDLE;
    if (space->handle == NMM_UPS)
        return E_OK;
    if (space->owner != owner)
        return E_OWNER;
    return space_is_virtual(space) ? E_OK : E_INVALID;
}

static int check_ldt(u32 owner, const struct task *task,
                     const struct ldt *ldt)
{
    if (task->ldt == 0)
        return E_OK;
    if (!ldt)
        return E_HANDLE;
    if (ldt->owner != owner)
        return E_OWNER;
    if ((ldt->segments > 0 && ldt->window != task->space) ||
        (ldt->tasks > 0 && ldt->task_space != task->space))
        return E_INVALID;
    return E_OK;
}

/* The processor pushes below it; at it is the model's own word. */
static bool is_stack(saddr_t stack)
{
    return stack % sizeof(u32) == 0 && stack >= PAGE_SIZE &&
           user_pointer(stack - 32, 36) != NULL;
}

int task_check(u32 owner, const struct task *task, const struct ldt *ldt,
               const struct space *space)
{
    int error = check_ldt(owner, task, ldt);

    if (error == E_OK)
        error = check_space(owner, space);
    if (error == E_OK)
        error = check_selectors(task, ldt);
    if (error < 0)
        return error;
    bool needed = task->cs != 0 && task->cs != UPS_CS;
    if ((needed || task->esp1 != 0) && !is_stack(task->esp1))
        return E_ADDRESS;
    return E_OK;
}
