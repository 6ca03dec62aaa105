/* SPDX-License-Identifier: MIT */
/* The methods of a binding module that is one queue. */
#include "queue_binding.h"

#define QUEUE (&queue_binding_queue)

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    return queue_call(QUEUE, &(struct request){
        operation, in, in_size, out, out_size }, OVERFLOW_WAIT);
}

static int try(u32 operation, const void *in, u32 in_size,
               void *out, u32 out_size)
{
    return queue_call(QUEUE, &(struct request){
        operation, in, in_size, out, out_size }, OVERFLOW_REFUSE);
}

static int start(u32 capacity)
{
    return queue_start(QUEUE, capacity);
}

static int stop(void)
{
    return courier_stop(&QUEUE->courier);
}

static int flush(void)
{
    return courier_flush(&QUEUE->courier);
}

static int count(u32 what)
{
    return courier_count(&QUEUE->courier, what, queue_room(QUEUE));
}

const struct service queue_binding_service = { .call = call };
const struct service queue_binding_refusing = { .call = try };

const struct binding queue_binding_control = {
    .start = start, .stop = stop, .flush = flush, .count = count,
};
