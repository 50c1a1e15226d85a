-- What answers say together, the same for register and survey.

-- Selling online: orders come through at least one channel; unknown where none is known to.
create macro ada_kanal(pesan, medsos, marketplace, situs, surel) as
    pesan or medsos or marketplace or situs or surel;
