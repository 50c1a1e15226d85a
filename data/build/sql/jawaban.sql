-- What answers say together, the same for register and survey.

-- Selling online: orders come through at least one channel; unknown where none is known to. A channel
-- that the period does not ask is handed over as false; where it asks none, nothing is known.
create macro ada_kanal(pesan, medsos, marketplace, situs, surel, ditanya) as
    pesan or medsos or marketplace or situs or surel or if(ditanya, false, null);
