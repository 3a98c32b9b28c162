/* The generated machines that the runtime uses. */
#ifndef PARLEY_MACHINES_H
#define PARLEY_MACHINES_H

#include "http1_after_switch.h"
#include "http1_connection.h"
#include "http1_content_encoding.h"
#include "http1_content_length.h"
#include "http1_content_range.h"
#include "http1_content_type.h"
#include "http1_date.h"
#include "http1_exchange.h"
#include "http1_expect.h"
#include "http1_facts.h"
#include "http1_host.h"
#include "http1_if_range.h"
#include "http1_range.h"
#include "http1_request.h"
#include "http1_response.h"
#include "http1_rules.h"
#include "http1_te.h"
#include "http1_transfer_encoding.h"
#include "http1_turns.h"
#include "http1_upgrade.h"
#include "tcp_rules.h"
#include "tcp_turns.h"

#endif
