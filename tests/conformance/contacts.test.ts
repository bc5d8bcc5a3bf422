import { contacts } from "../../lib/datasets/contacts.ts"
import { contactsMaterial } from "./contacts-material.ts"
import { exerciseDataset } from "./exercise-dataset.ts"

exerciseDataset(contacts, contactsMaterial(240))
