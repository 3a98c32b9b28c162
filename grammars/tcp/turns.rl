# The life of one TCP connection, as a capture can tell it: who may open, send, close.
# Source: RFC 9293 3.5, 3.6. Facts about holes and overlaps come from C and never move the machine.
# It knows nothing of sequence numbers: C counts them and says what they mean.
%%{
machine tcp_turns;
alphtype short;
import "symbols.h";

action bad_open_mid_stream {}
action bad_open_role_inferred {}
action bad_open_port_reused {}
action bad_open_simultaneous {}
action bad_open_data_in_syn {}
action bad_open_sequence_mismatch {}
action bad_open_refused {}
action bad_open_unanswered {}
action bad_open_half_open {}
action bad_stream_gap_in_capture {}
action bad_stream_gap_unacknowledged {}
action bad_stream_gap_unexplained {}
action bad_stream_snap_length_cut {}
action bad_stream_overlap_different {}
action bad_stream_urgent_data {}
action bad_stream_one_sided {}
action bad_stream_no_data {}
action bad_close_half {}
action bad_close_data_after_fin {}
action bad_close_moved_fin {}
action bad_close_simultaneous {}
action bad_close_reset {}
action bad_close_reset_with_unread_data {}
action bad_close_reset_before_acknowledgment {}
action bad_close_reset_out_of_window {}
action bad_close_data_after_own_reset {}
action bad_close_not_seen {}

# RFC 9293 3.5: what can be said of the two opening segments
opening_fact = SYN_CROSSED  @bad_open_simultaneous
             | SYN_BYTES    @bad_open_data_in_syn
             | SYN_MISMATCH @bad_open_sequence_mismatch;

# RFC 9293 3.4: each sequence number stands for one byte, and every byte arrives
bytes_fact = GAP_ACKNOWLEDGED   @bad_stream_gap_in_capture
           | GAP_UNACKNOWLEDGED @bad_stream_gap_unacknowledged
           | GAP_UNEXPLAINED    @bad_stream_gap_unexplained
           | CUT_SHORT          @bad_stream_snap_length_cut
           | OVERLAP_DIFFERENT  @bad_stream_overlap_different
           | URGENT             @bad_stream_urgent_data
           | ONE_SIDED          @bad_stream_one_sided
           | NO_DATA            @bad_stream_no_data;

# RFC 9293 3.6, 3.5.3: what can be said of a FIN and of a reset
closing_fact = HALF_CLOSED          @bad_close_half
             | FIN_MOVED            @bad_close_moved_fin
             | FIN_CROSSED          @bad_close_simultaneous
             | RESET_UNREAD         @bad_close_reset_with_unread_data
             | RESET_UNACKNOWLEDGED @bad_close_reset_before_acknowledgment
             | RESET_OUTSIDE        @bad_close_reset_out_of_window
             | RESET_THEN_DATA      @bad_close_data_after_own_reset;

fact = opening_fact | bytes_fact | closing_fact;

# RFC 9293 3.5.3: gone at once, in both directions
reset = ( C_RESET | S_RESET ) @bad_close_reset fact*;

# RFC 9293 3.6: the end of one direction is not the end of the other
client_closed = C_CLOSE ( S_DATA | C_DATA @bad_close_data_after_fin | fact )* $/bad_close_not_seen;
server_closed = S_CLOSE ( C_DATA | S_DATA @bad_close_data_after_fin | fact )* $/bad_close_not_seen;
closed = ( ( C_DATA | S_DATA ) @bad_close_data_after_fin | fact )*;
ended  = client_closed ( S_CLOSE closed | reset )
       | server_closed ( C_CLOSE closed | reset )
       | reset;

# RFC 9293 3.5: both directions carry bytes, in no order that TCP would know of
open = ( C_DATA | S_DATA | fact )* $/bad_close_not_seen;

# RFC 9293 3.5: three segments
syn_sent     = ( PORT_REUSED @bad_open_port_reused )? C_SYN fact* $/bad_open_unanswered;
syn_received = S_SYN_ACK fact* $/bad_open_half_open;
refused      = ( C_RESET | S_RESET ) @bad_open_refused fact*;

# RFC 9293 3.5: the capture began when the connection was there already
joined = ( PORT_REUSED @bad_open_port_reused )? JOINED @bad_open_mid_stream
         ( ROLES_GUESSED @bad_open_role_inferred )?;

main := syn_sent ( refused | syn_received ( refused | C_ACK open ended? ) )
      | joined open ended?;
}%%
