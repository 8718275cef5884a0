"""Events of the centre: joint fairs, seminars, exchange meetings, internships and interview meetings."""
