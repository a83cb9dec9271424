"""The forms that a district starts its editions from (按金额选用的申报表): how long each is, and up to which amount."""
